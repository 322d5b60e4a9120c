import type { Caller } from '../keys/check.ts'
import type { Admission } from '../keys/store.ts'
import type { Ports } from '../ports.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { Door } from '../route/door.ts'
import { permitEndpoint, permitRequest } from '../route/permit.ts'
import { answer } from '../tap/answer.ts'
import { nothingKept } from '../tap/keep.ts'
import { type HandOver, travel } from '../travel.ts'
import { nothingRead } from '../usage/usage.ts'
import { bridge } from './bridge.ts'
import { createGate } from './gate.ts'
import { handshakeHeaders, upstreamHandshake } from './handshake.ts'
import { findSocket, findSocketRoute, modelFrame, type SocketRoute } from './route.ts'
import { passedSubprotocols } from './subprotocols.ts'
import { socketDialects } from './usage/index.ts'
import { createListener } from './usage/listener.ts'

/** One handshake at its door. */
export interface SocketVisit {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  door: Door
  /** As sent, without `?`. */
  query: string
}

/** The corridor of a socket, from its door on: where to? → rewrite → upstream → bridge → usage → ledger */
export async function socketCorridor(
  { request, id, at, door, query }: SocketVisit,
  { caller, config, configProblem }: Admission,
  ports: Ports,
): Promise<Result<Response>> {
  const destination = findSocket(door, query)
  if (!destination.ok) return destination
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
  const traveller = {
    request,
    id,
    at,
    caller,
    route,
    json: null,
    ...rewritten.value,
    outgoing,
    streams: true,
  }
  return accept(await travel(traveller, ports, crossing(caller, found.value, passed, ports)))
}

/** The way over the bridge; an upstream that does not open one has answered like any other request. */
function crossing(
  caller: Caller,
  { route, endpoint }: SocketRoute,
  passed: readonly string[],
  { now }: Pick<Ports, 'now'>,
): HandOver {
  return async (upstream, surroundings) => {
    if (!upstream.webSocket) {
      const refused = await answer(upstream, { ...surroundings, metered: false, hidesUsageChunk: false })
      const told = refused.ended.then((ending) => ({ ending, reading: nothingRead }))
      return { response: refused.response, ended: told }
    }
    const gate = createGate(caller, route, endpoint)
    const listener = createListener(socketDialects[endpoint?.sums ?? 'none'], endpoint?.jsonFrames ?? false)
    const { 0: theirs, 1: ours } = new WebSocketPair()
    const policy = caller.onDisconnect
    const ended = bridge(ours, upstream.webSocket, { gate, listener, policy, now }).then((how) => ({
      ending: { how, whole: how === 'complete', kept: nothingKept },
      reading: listener.reading(),
      model: gate.model,
    }))
    const headers = handshakeHeaders(upstream.headers, passed, surroundings)
    return { response: new Response(null, { status: 101, webSocket: theirs, headers }), ended }
  }
}
