import type { Caller } from '../keys/check.ts'
import { credentialQuery } from '../keys/credential.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Door } from '../route/door.ts'
import { parametersOf, withoutParameters } from '../route/path.ts'
import type { Route } from '../route/route.ts'
import type { GatewaySettings } from '../settings.ts'

const keyParameters: ReadonlySet<string> = new Set(credentialQuery)

/**
 * The gateway's URL of a route. The path below the slug goes as the client sent it; the query loses what could carry a
 * key. Whatever happened before, the URL begins with this gateway and this provider, or the request is refused.
 */
export function upstreamUrl(
  {
    door,
    provider,
    path,
    options,
  }: Pick<Route, 'provider' | 'path' | 'options'> & {
    door: Pick<Door, 'decoded'>
  },
  query: string,
  gateway: GatewaySettings,
): Result<URL> {
  const slashed = door.decoded.findIndex((segment) => segment.includes('/'))
  if (slashed !== -1 && slashed !== provider.slashInSegment) {
    return refuse('bad_path', 'The path has an encoded slash.')
  }
  // The gateway puts segments into hosts (a resource, a region): decoded, these would end the host early.
  if (door.decoded.some((segment) => /[?#]/.test(segment))) {
    return refuse('bad_path', 'The path has an encoded `?` or `#`.')
  }
  const defaults = { ...provider.defaultQuery, ...options?.query }
  const twice = Object.keys(defaults).find((name) => parametersOf(query).getAll(name).length > 1)
  if (twice !== undefined) {
    return refuse('bad_request', `The query has \`${twice}\` twice. Send it once.`, { param: twice })
  }
  const segment = provider.gateway ?? provider.slug
  const prefix = normalized(`${gateway.url}/${gateway.account}/${gateway.gateway}/${segment}/`)
  const search = withDefaults(withoutParameters(query, keyParameters), defaults)
  const url = new URL(`${prefix}${path}${search === '' ? '' : `?${search}`}`)
  if (!url.href.startsWith(prefix)) {
    return refuse('bad_path', 'The path leaves its provider.')
  }
  return accept(url)
}

/** By their text: a deployment has one gateway, and asks a few providers again and again. */
const known = new Map<string, string>()
const mostKnown = 1_000

function normalized(url: string): string {
  const before = known.get(url)
  if (before !== undefined) return before
  const { href } = new URL(url)
  if (known.size < mostKnown) known.set(url, href)
  return href
}

/**
 * The client's query, without what would make another request of it, and without what its key may not ask for: who
 * pays from a budget is told what was consumed.
 */
export function askedQuery(
  query: string,
  { budget, wallet }: Pick<Caller, 'budget' | 'wallet'>,
  { fieldMasks = [], queryOverrides = [] }: Route['provider'],
): string {
  const paid = budget !== null || wallet !== null
  const dropped = paid ? [...queryOverrides, ...fieldMasks] : queryOverrides
  return dropped.length === 0 ? query : withoutParameters(query, new Set(dropped))
}

function withDefaults(query: string, defaults: Readonly<Record<string, string>>): string {
  const names = Object.entries(defaults)
  if (names.length === 0) return query
  const given = parametersOf(query)
  const missing = names.filter(([name]) => !given.has(name))
  const added = missing.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return [...(query === '' ? [] : [query]), ...added].join('&')
}
