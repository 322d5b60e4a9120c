import { admitSocket, type Slices } from '../admission/slices.ts'
import { termsOf } from '../admission/terms.ts'
import type { Answering } from '../journey/attempt.ts'
import type { Caller } from '../keys/check.ts'
import type { Admission } from '../keys/store.ts'
import { openingRow } from '../ledger/entry.ts'
import type { Ports } from '../ports.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { Door } from '../route/door.ts'
import { permitEndpoint, permitRequest } from '../route/permit.ts'
import { answer } from '../tap/answer.ts'
import { nothingKept } from '../tap/keep.ts'
import { type HandOver, travel } from '../journey/travel.ts'
import { nothingRead } from '../usage/usage.ts'
import { bridge } from './bridge.ts'
import { createGate } from './gate.ts'
import { handshakeHeaders, upstreamHandshake } from './handshake.ts'
import { findSocket, findSocketRoute, modelFrame, type SocketRoute } from './route.ts'
import { rechecking } from './recheck.ts'
import { passedSubprotocols } from './subprotocols.ts'
import { socketDialects } from './usage/index.ts'
import { createListener } from './usage/listener.ts'

/** One handshake at its door. */
export interface SocketVisit {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  /** When its key was known, epoch milliseconds. */
  knownAt: number
  door: Door
  /** As sent, without `?`. */
  query: string
}

/** The corridor of a socket, from its door on: where to? → rewrite → upstream → bridge → usage → ledger */
export async function socketCorridor(
  { request, id, at, knownAt, door, query }: SocketVisit,
  { caller, config, configProblem }: Admission,
  ports: Ports,
): Promise<Result<Response>> {
  const destination = findSocket(door, query)
  if (!destination.ok) return destination
  const terms = termsOf(caller, config)
  if (!terms.ok) return terms
  const known = permitEndpoint(caller, destination.value)
  if (!known.ok) return known
  const found = findSocketRoute(destination.value, query, { ...config, configProblem })
  if (!found.ok) return found
  const { route, endpoint } = found.value
  // A handshake opens what a POST would; as a GET it may leave the model to a frame.
  const method = modelFrame(endpoint) ? 'GET' : 'POST'
  const permitted = permitRequest(caller, { ...route, endpoint: null }, method, null)
  if (!permitted.ok) return permitted

  const body = { json: null, stream: null, release: () => {} }
  const sources = { ...ports, caller, config, requestId: id, route, body, query: found.value.query }
  const rewritten = await rewrite(request, sources)
  if (!rewritten.ok) return rewritten
  const passed = passedSubprotocols(request.headers.get('sec-websocket-protocol'))
  const outgoing = upstreamHandshake(rewritten.value.outgoing, route, passed, ports.settings)
  const plain = { id, at, caller, route, streams: true }
  const asking = { route, sums: endpoint?.sums ?? 'none', opening: openingRow(plain), caller, config }
  const slices = terms.value && (await admitSocket({ ...asking, terms: terms.value }, ports))
  if (slices?.ok === false) return slices
  const allowance = slices?.value ?? null
  const answering: Answering = {
    route,
    streams: true,
    usageChunk: 'not_ours',
    asked: undefined,
    wayBack: null,
    held: allowance?.held ?? null,
    changes: [],
    told: [],
  }
  const first = { outgoing, timeoutMs: null, answering }
  // A socket that is open has no second attempt.
  const traveller = { request, id, at, knownAt, caller, config, first, next: () => Promise.resolve(null) }
  return accept(
    await travel(traveller, ports, crossing(caller, found.value, passed, request, allowance, ports)),
  )
}

/** The way over the bridge; an upstream that does not open one has answered like any other request. */
function crossing(
  caller: Caller,
  found: SocketRoute,
  passed: readonly string[],
  request: Request,
  allowance: Slices | null,
  ports: Pick<Ports, 'now' | 'keys' | 'later'>,
): HandOver {
  const { endpoint } = found
  return async (upstream, surroundings) => {
    if (!upstream.webSocket) {
      const refused = await answer(upstream, {
        ...surroundings,
        metered: false,
        hidesUsageChunk: false,
        interpreter: null,
      })
      const told = refused.ended.then((ending) => ({ ending, reading: nothingRead }))
      return { response: refused.response, ended: told }
    }
    const gate = createGate(caller, found, allowance?.refuses)
    const listener = createListener(socketDialects[endpoint?.sums ?? 'none'], endpoint?.jsonFrames ?? false)
    const { 0: theirs, 1: ours } = new WebSocketPair()
    const policy = caller.onDisconnect
    const { now } = ports
    const recheck = rechecking(request, gate, ports)
    const ended = bridge(ours, upstream.webSocket, {
      gate,
      listener,
      recheck,
      policy,
      now,
      spend: allowance && (() => allowance.spend(listener.reading())),
    }).then((how) => ({
      ending: { how, whole: how === 'complete', kept: nothingKept },
      reading: listener.reading(),
      model: gate.model,
    }))
    const headers = handshakeHeaders(upstream.headers, passed, surroundings)
    return { response: new Response(null, { status: 101, webSocket: theirs, headers }), ended }
  }
}
