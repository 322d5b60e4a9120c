import { bytesFor } from '../body/json.ts'
import type { RequestBody } from '../body/read.ts'
import type { Change } from '../body/splice.ts'
import type { Admission } from '../keys/store.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import type { Route } from '../route/route.ts'
import type { GatewaySettings, Settings } from '../settings.ts'
import { askedHeaders } from './asked-headers.ts'
import { upstreamBody } from './body.ts'
import { upstreamForm } from './form.ts'
import { upstreamHeaders } from './headers.ts'
import { privateHeaders, unread } from './private-headers.ts'
import { askedQuery, upstreamUrl } from './url.ts'

/** The request as it goes up. What `rewrite` gives makes its body anew whenever it is asked for. */
export interface Outgoing {
  url: URL
  method: string
  headers: Headers
  body: Uint8Array | ReadableStream<Uint8Array> | null
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
  /** False for an upstream that has refused to be asked for usage. */
  asksUsage?: boolean
  /** What else must stand in its body: an output limit that can be paid. */
  changes?: readonly Change[]
}

/** Turns a client's request into the gateway's. */
export async function rewrite(request: Request, sources: RewriteSources): Promise<Result<Rewritten>> {
  const { route, body, caller, config, settings, requestId } = sources
  // Another API would take a query such as `?beta=true` for its own, and some refuse what they do not know.
  const query = route.translated ? '' : askedQuery(sources.query, caller, route.provider)
  const url = upstreamUrl(route, query, sources.gateway)
  if (!url.ok) return url
  const form = body.form && upstreamForm(route, body.form)
  const changed = form || body.json === null ? null : upstreamBody(route, body.json, url.value, sources)
  if (changed?.ok === false) return changed
  const made = changed?.value ?? null

  const asked = askedHeaders(request.headers, caller, route)
  const headers = upstreamHeaders(asked, {
    caller,
    config,
    provider: route.provider,
    translated: route.translated,
    requestId,
    gatewayToken: settings.gatewayToken,
    providerKey: settings.providerKey(route.provider.slug),
    privateHeaders: await privateHeaders(asked, {
      keyId: caller.id,
      path: `${url.value.pathname}${url.value.search}`,
      // Nobody hashes tens of megabytes for every answer that could be stored.
      body: (body.json?.elision ? null : made?.text) ?? (form || body.json || body.stream ? unread : null),
      shared: config.sharedCache,
    }),
  })
  const { target } = route.door
  if (target) headers.set(target.header, target.url)
  // What was read as JSON must not be read otherwise: not as a form, and not in UTF-7.
  if (made !== null && (route.translated || !isPlainJson(headers.get('content-type'))))
    headers.set('content-type', 'application/json')
  return accept({
    outgoing: {
      url: url.value,
      method: request.method,
      headers,
      get body() {
        return made && body.json ? bytesFor(made.text, body.json) : (form?.bytes ?? body.stream)
      },
    },
    streams: made?.streams ?? form?.streams ?? route.endpoint?.streams ?? false,
    usageChunk: made?.usageChunk ?? 'not_ours',
  })
}

function isPlainJson(contentType: string | null): boolean {
  return /^application\/json[ \t]*(;[ \t]*charset="?utf-?8"?[ \t]*)?;?$/i.test(contentType?.trim() ?? '')
}
