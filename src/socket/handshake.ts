import type { Outgoing } from '../rewrite/rewrite.ts'
import type { Route } from '../route/route.ts'
import type { Settings } from '../settings.ts'
import { type AnswerFacts, answerHeaders } from '../upstream/answer-headers.ts'
import { chosenSubprotocol } from './subprotocols.ts'

/** Whether a request wants to become a WebSocket. https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
export function isHandshake({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  return method === 'GET' && headers.get('upgrade')?.toLowerCase() === 'websocket'
}

/** Makes the gateway's handshake of a rewritten request. `passed` are the subprotocols that may go up. */
export function upstreamHandshake(
  { url, headers, ...rest }: Outgoing,
  { path, provider }: Pick<Route, 'path' | 'provider'>,
  passed: readonly string[],
  settings: Pick<Settings, 'providerKey'>,
): Outgoing {
  // The gateway's sockets without a path have no slash at the end either.
  if (path === '') url.pathname = url.pathname.replace(/\/$/, '')
  headers.set('upgrade', 'websocket')
  if (passed.length > 0) headers.set('sec-websocket-protocol', passed.join(', '))
  const key = settings.providerKey(provider.slug)
  if (provider.sockets?.keyIn !== undefined && key !== null) {
    headers.delete(provider.credential.header)
    url.searchParams.set(provider.sockets.keyIn, key)
  }
  return { url, headers, ...rest }
}

/** The headers of the answer to a client's handshake. */
export function handshakeHeaders(
  upstream: Headers,
  passed: readonly string[],
  facts: Omit<AnswerFacts, 'body'>,
): Headers {
  const headers = answerHeaders(upstream, { ...facts, body: 'untouched' })
  // The runtime negotiates each of the two connections by itself.
  for (const name of upstream.keys()) if (name.startsWith('sec-websocket-')) headers.delete(name)
  const chosen = chosenSubprotocol(passed, upstream.get('sec-websocket-protocol'))
  if (chosen !== null) headers.set('sec-websocket-protocol', chosen)
  return headers
}
