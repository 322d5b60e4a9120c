import type { RequestBody } from '../body/read.ts'
import type { Admission } from '../keys/store.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import type { Route } from '../route/route.ts'
import type { GatewaySettings, Settings } from '../settings.ts'
import { upstreamBody } from './body.ts'
import { upstreamForm } from './form.ts'
import { upstreamHeaders } from './headers.ts'
import { privateHeaders, unread } from './private-headers.ts'
import { upstreamUrl } from './url.ts'

/** The request as it goes up. */
export interface Outgoing {
  url: URL
  method: string
  headers: Headers
  body: string | Uint8Array | ReadableStream<Uint8Array> | null
}

/** The request for the gateway, and what was changed that the answer must be read by. */
export interface Rewritten {
  outgoing: Outgoing
  /** The client wants a stream. */
  streams: boolean
  usageChunk: 'not_ours' | 'ours' | 'unwanted'
}

/** Everything that the rewriting reads. */
export interface RewriteSources extends Pick<Admission, 'caller' | 'config'> {
  requestId: string
  route: Route
  body: RequestBody
  /** As sent, without `?`. */
  query: string
  gateway: GatewaySettings
  settings: Settings
}

/** Turns a client's request into the gateway's. */
export async function rewrite(request: Request, sources: RewriteSources): Promise<Result<Rewritten>> {
  const { route, body, caller, config, settings, requestId } = sources
  const url = upstreamUrl(route, sources.query, sources.gateway)
  if (!url.ok) return url
  const form = body.form && upstreamForm(route, body.form)
  const changed = form || body.json === null ? null : upstreamBody(route, body.json, url.value.searchParams)
  if (changed?.ok === false) return changed
  const made = changed?.value ?? null

  const headers = upstreamHeaders(request.headers, {
    caller,
    config,
    provider: route.provider,
    requestId,
    gatewayToken: settings.gatewayToken,
    providerKey: settings.providerKey(route.provider.slug),
    privateHeaders: await privateHeaders(request.headers, {
      keyId: caller.id,
      path: `${url.value.pathname}${url.value.search}`,
      body: made?.text ?? (form || body.stream !== null ? unread : null),
      shared: config.sharedCache,
    }),
  })
  const { target } = route.door
  if (target) headers.set(target.header, target.url)
  // Else the runtime says `text/plain` of a text.
  if (made !== null && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return accept({
    outgoing: {
      url: url.value,
      method: request.method,
      headers,
      body: made?.text ?? form?.bytes ?? body.stream,
    },
    streams: made?.streams ?? form?.streams ?? route.endpoint?.streams ?? false,
    usageChunk: made?.usageChunk ?? 'not_ours',
  })
}
