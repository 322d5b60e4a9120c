import { startStandIn, standInVars, type StandIn } from '../../src/cli/stand-in.ts'
import type { Row } from '../../src/ledger/row.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Arrival, type Handler, type Reply, startGateway } from '../support/gateway.ts'
import { addKey, rowsOf } from './keys-and-rows.ts'

/** One key and everything that happens under it: so tests can run side by side against one Worker. */
export interface Guest {
  token: string
  /** How the gateway answers this key from now on. Without it the mock of the providers does. */
  answerWith(handler: Handler): void
  /** What reached the gateway under this key, in order. */
  arrivals(): Arrival[]
  /** The key's rows, once there are as many. */
  rows(count: number): Promise<Row[]>
}

/** The built Worker between a client and a gateway that tells keys apart by the verified metadata. */
export interface Stage {
  worker: BuiltWorker
  /** For `baseURL`, no slash at the end. */
  url: string
  guest(id: string, more?: object): Promise<Guest>
  /** What reached the gateway under any key or none. */
  arrivals: readonly Arrival[]
  standIn: StandIn
  stop(): Promise<void>
}

/** Starts a Worker with the stand-in's variables and more. Its gateway asks the mock wherever no test said otherwise. */
export async function startStage(vars: Readonly<Record<string, string | null>> = {}): Promise<Stage> {
  const standIn = await startStandIn()
  const handlers = new Map<string, Handler>()
  const ids = new Set<string>()
  const gateway = await startGateway((reply, arrival) => {
    const handler = handlers.get(keyOf(arrival))
    if (handler) return handler(reply, arrival)
    return forward(standIn, reply, arrival).catch(() => reply.break())
  })
  const worker = await startWorker({ gatewayUrl: gateway.url, vars: { ...standInVars, ...vars } })
  return {
    worker,
    url: worker.url,
    arrivals: gateway.arrivals,
    standIn,
    async guest(id, more) {
      if (ids.has(id)) throw new Error(`Another test has the guest ${id}.`)
      ids.add(id)
      return {
        token: await addKey(worker, id, more),
        answerWith: (handler) => void handlers.set(id, handler),
        arrivals: () => gateway.arrivals.filter((arrival) => keyOf(arrival) === id),
        rows: (count) => rowsOf(worker, id, count),
      }
    },
    async stop() {
      await worker.stop()
      await gateway.stop()
      await standIn.stop()
    },
  }
}

let shared: Promise<Stage> | undefined

/** One stage for every file that needs nothing but keys of its own: it lasts as long as the process, as modules do here. */
export function sharedStage(): Promise<Stage> {
  shared ??= startStage()
  return shared
}

/** The verified key of an arrival. */
function keyOf({ headers }: Arrival): string {
  const metadata = JSON.parse(String(headers['cf-aig-metadata'] ?? '{}')) as { key?: string }
  return metadata.key ?? ''
}

async function forward(
  standIn: StandIn,
  reply: Reply,
  { method, url, headers, body }: Arrival,
): Promise<void> {
  const { host: _host, connection: _connection, 'content-length': _length, ...sent } = headers
  const bytes = await body
  const answer = await fetch(standIn.url + url.slice('/v1'.length), {
    method,
    headers: sent as Record<string, string>,
    ...(bytes.length > 0 && { body: Uint8Array.from(bytes) }),
  })
  const { 'transfer-encoding': _coding, connection: _hop, ...given } = Object.fromEntries(answer.headers)
  reply.head(answer.status, given)
  for await (const chunk of answer.body ?? []) await reply.send(chunk)
  reply.end()
}
