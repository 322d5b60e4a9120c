import { WebSocketServer } from 'ws'
import type { Upgraded } from '../support/gateway.ts'
import { openSocket } from '../support/socket-client.ts'
import { chanceOf } from './chance.ts'
import type { Seen } from './client.ts'
import { costOf, type Counts, noCounts } from './counts.ts'
import { prices } from './prices.ts'
import { agentOf, type Vendor } from './vendor.ts'

/** The model of the sockets of this run. */
export const socketModel = 'gpt-realtime'

/** Now and then a request is a socket. */
export function isSocket(number: number): boolean {
  return number % 150 === 75
}

/** The vendor's end of every socket: a response with its counts for every message that asks for one. */
export function socketVendor(vendor: Vendor): Upgraded {
  const server = new WebSocketServer({ noServer: true })
  return (incoming, connection, head) => {
    const entry = vendor.arrived(incoming.headers, {
      kind: 'socket',
      fate: 'whole',
      counts: noCounts,
      charged: 0,
    })
    connection.once('close', () => (entry.endedAt = Date.now()))
    server.handleUpgrade(incoming, connection, head, (socket) => {
      entry.status = 101
      const chance = chanceOf(entry.number, 6)
      socket.on('error', () => {})
      socket.on('message', () => {
        const [input, output] = [chance.between(1, 500), chance.between(1, 200)]
        entry.counts = plus(entry.counts, input, output)
        entry.charged = costOf(entry.counts, prices[socketModel] ?? {})
        socket.send('{"type":"response.created","response":{"id":"r"}}')
        socket.send(JSON.stringify({ type: 'response.done', response: responseOf(input, output) }), () => {
          entry.stated = true
          entry.finished = true
        })
      })
    })
  }
}

function responseOf(input: number, output: number): object {
  const usage = {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_token_details: { text_tokens: input, audio_tokens: 0, cached_tokens: 0 },
    output_token_details: { text_tokens: output, audio_tokens: 0 },
  }
  return { status: 'completed', usage }
}

function plus(counts: Counts, input: number, output: number): Counts {
  return {
    ...counts,
    input: (counts.input ?? 0) + input,
    cacheRead: 0,
    output: (counts.output ?? 0) + output,
  }
}

const patienceMs = 5_000

/** The client's end: some responses, and then a farewell, or none. Never rejects. */
export async function visit(url: string, token: string, number: number): Promise<Seen> {
  const chance = chanceOf(number, 7)
  const headers = { authorization: `Bearer ${token}`, 'user-agent': agentOf(number) }
  const seen: Seen = { number, how: 'cut', status: null, request: null, code: null }
  const socket = openSocket(`${url}/v1/realtime?model=${socketModel}`, { headers })
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs).unref())
  try {
    const opened = await Promise.race([socket.opened, late])
    if (opened === null) return seen
    seen.status = 101
    for (let responses = chance.between(1, 4); responses > 0; responses -= 1) {
      socket.send({ type: 'response.create' })
      await Promise.race([socket.next().then(() => socket.next()), socket.closed, late])
    }
    if (chance.is(0.5)) {
      socket.tear()
      return { ...seen, how: 'left' }
    }
    socket.close(1000, 'done')
    await Promise.race([socket.closed, late])
    return { ...seen, how: 'whole' }
  } catch {
    return seen
  } finally {
    socket.tear()
  }
}
