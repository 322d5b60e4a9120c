import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import type { Answer } from './answers.ts'

/** An upstream on loopback that gives everybody the same answer. */
export interface Upstream {
  /** `127.0.0.1:PORT` */
  host: string
  /** What it says from the next request on. */
  says(answer: Answer): void
  stop(): Promise<void>
}

export async function startUpstream(): Promise<Upstream> {
  let answer: Answer = { whole: '{}' }
  const server = createServer({ keepAliveTimeout: 600_000 }, (incoming, outgoing) => {
    incoming.resume()
    incoming.once('end', () => void give(answer, outgoing))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    says: (next) => (answer = next),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function give(answer: Answer, outgoing: ServerResponse): Promise<void> {
  if ('whole' in answer) {
    outgoing.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer.whole),
    })
    outgoing.end(answer.whole)
    return
  }
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
  outgoing.write(answer.head)
  for (let written = 0; written < answer.count && !outgoing.destroyed; written += 1) {
    await (answer.pauseMs === null ? turn() : pause(answer.pauseMs))
    if (!outgoing.write(answer.chunk()))
      await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')])
  }
  outgoing.end(answer.tail)
}
