import { connect } from 'node:net'
import { type Asked, exchange } from '../doors/exchange.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Arrival, type Handler, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'

/** What became of one attack. */
export interface Seen {
  status: number
  headers: Readonly<Record<string, unknown>>
  body: string
  /** The refusal's code; null where it has none. */
  code: string | null
  /** What reached the gateway for it, as it arrived. */
  sent: readonly Arrival[]
}

/** The built Worker, and a gateway that answers everybody the same. One attack after the other. */
export interface Target {
  url: string
  worker: BuiltWorker
  attack(who: keyof typeof keys, asked: Asked): Promise<Seen>
  /** Bytes on a connection of their own: the first line of each answer, and what reached the gateway. */
  raw(bytes: string): Promise<{ answers: string[]; sent: readonly Arrival[] }>
  /** How the gateway answers from now on. */
  answerWith(handler: Handler): void
  stop(): Promise<void>
}

/** Secrets that the Worker alone has. */
export const secrets = {
  CF_AIG_TOKEN: 'token-of-the-gateway',
  OPENAI_API_KEY: 'key-of-the-provider',
} as const

export const keys = {
  guest: makeKey('guest'),
  keeper: makeKey('keeper', { scopes: ['inference', 'storage'] }),
  bound: makeKey('bound', { models: ['gpt-4o-mini', 'gemini-2.5-flash', 'whisper-1'] }),
  payer: makeKey('payer', { budget: { usd: 1, per: 'day' } }),
  operator: makeKey('operator', { scopes: ['operator'] }),
  marked: makeKey('marked', {
    name: '<img src=x onerror=alert(1)>\u2028',
    tags: { team: '"},"key":"root', other: 'é\u2028\\', 'cf-aig': '</script>' },
  }),
} as const

const config = {
  providers: { lab: { gateway: 'custom-vllm', dialect: 'openai', prefix: 'v1' } },
  prices: { 'lab/*': { input: 1, output: 1 } },
}

/** How long a connection may say nothing: before its first answer, and after it. */
const [slowestMs, silenceMs] = [15_000, 700]

export async function startTarget(): Promise<Target> {
  let handler: Handler = (reply) => reply.answer(200, { choices: [] })
  const gateway = await startGateway(async (reply, arrival) => {
    await arrival.body
    return handler(reply, arrival)
  })
  const records = Object.fromEntries(Object.entries(keys).map(([id, { record }]) => [id, record]))
  const worker = await startWorker({
    gatewayUrl: gateway.url,
    vars: secrets,
    records: { ...records, '@config': config },
  })
  return {
    url: worker.url,
    worker,
    async attack(who, { headers = {}, ...asked }) {
      const before = gateway.arrivals.length
      const given = {
        authorization: `Bearer ${keys[who].token}`,
        'content-type': 'application/json',
        ...headers,
      }
      const answer = await exchange(worker.url, { ...asked, headers: given })
      const body = answer.body.toString()
      return {
        status: answer.status,
        headers: answer.headers,
        body,
        code: /"code":"(\w+)"/.exec(body)?.[1] ?? null,
        sent: gateway.arrivals.slice(before),
      }
    },
    async raw(bytes) {
      const before = gateway.arrivals.length
      const { hostname, port } = new URL(worker.url)
      const said = await new Promise<string>((resolve) => {
        const socket = connect(Number(port), hostname)
        let all = ''
        socket.on('data', (data) => {
          all += data.toString('latin1')
          socket.setTimeout(silenceMs)
        })
        socket.on('error', () => resolve(all))
        socket.on('close', () => resolve(all))
        socket.setTimeout(slowestMs, () => socket.destroy())
        socket.write(bytes, 'latin1')
      })
      return { answers: said.match(/HTTP\/1\.1 \d+/g) ?? [], sent: gateway.arrivals.slice(before) }
    },
    answerWith: (next) => (handler = next),
    async stop() {
      await worker.stop()
      await gateway.stop()
    },
  }
}

/** A chat that every key may ask for. */
export function chat(more: object = {}): string {
  return JSON.stringify({ model: 'gpt-4o-mini', messages: [], max_tokens: 5, ...more })
}
