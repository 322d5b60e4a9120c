import { accept, refuse } from '../refusal/refusal.ts'
import type { Result } from '../refusal/refusal.ts'

/** Headers in which clients put a key. None of them goes upstream as it came. */
export const credentialHeaders = [
  'authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'xi-api-key',
] as const

/**
 * Query parameters that carry a key; none of them goes upstream. Compare them with decoded names: `%6Bey` is `key`.
 */
export const credentialQuery = ['key', 'api_key', 'api-key', 'access_token'] as const

/** Prefixes of the `Sec-WebSocket-Protocol` entries that carry a key: browsers cannot set headers on a socket. */
export const credentialSubprotocols = [
  'openai-insecure-api-key.',
  'xi-api-key.',
  'fal-api-key.',
  'cf-aig-authorization.',
] as const

/** `access_token` is only taken away: vendors put short-lived tokens of their own there, never a key of ours. */
const readQuery: readonly string[] = credentialQuery.filter((name) => name !== 'access_token')

/**
 * Whether a client takes its key along to another origin: only `authorization` is dropped on the way there.
 * https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function keyFollowsRedirects(headers: Headers): boolean {
  return credentialHeaders.some((name) => name !== 'authorization' && headers.has(name))
}

interface Found {
  place: string
  key: string
}

/**
 * The key that a request brings, from wherever its client puts one. The same key in two places is fine; two different
 * ones, or none, are 401. A null `url` is of a door whose query carries no key.
 */
export function findCredential({ headers, url }: { headers: Headers; url: string | null }): Result<string> {
  const found = [...fromHeaders(headers), ...fromQuery(url ?? '')].filter(({ key }) => key !== '')
  const keys = new Set(found.map(({ key }) => key))
  const [key] = keys
  if (key === undefined) return refuse('invalid_api_key', none + (url === null ? inHeaders : inQueryToo))
  if (keys.size === 1) return accept(key)
  const places = [...new Set(found.map(({ place }) => place))].join(', ')
  return refuse('invalid_api_key', `This request carries different keys (in ${places}). Send only one.`)
}

const none =
  'This request carries no key. Send it as `Authorization: Bearer sk-…` (SDKs do so with their setting for the ' +
  'API key); `x-api-key`, `api-key`, `x-goog-api-key`, `xi-api-key` '
const inQueryToo = 'and the query parameter `key` work too.'
const inHeaders = 'work too. Here the query parameter `key` is the id of the key that is asked about.'

function fromHeaders(headers: Headers): Found[] {
  const found: Found[] = []
  for (const name of credentialHeaders) {
    const value = headers.get(name)
    if (value === null) continue
    if (name === 'authorization') found.push(...fromAuthorization(value))
    else found.push(...entries(value).map((key) => ({ place: name, key })))
  }
  const subprotocols = headers.get('sec-websocket-protocol')
  if (subprotocols !== null) found.push(...fromSubprotocols(subprotocols))
  return found
}

function* fromSubprotocols(value: string): Generator<Found> {
  for (const entry of entries(value)) {
    const prefix = credentialSubprotocols.find((known) => entry.startsWith(known))
    if (prefix !== undefined) yield { place: `the subprotocol ${prefix}*`, key: entry.slice(prefix.length) }
  }
}

/** `Headers` joins a header that was sent twice with commas; no key contains one. */
function entries(value: string): string[] {
  return value.split(',').map((entry) => entry.trim())
}

const scheme = /^(bearer|token|key|basic)(?:\s+|$)/i

function* fromAuthorization(value: string): Generator<Found> {
  // Another scheme's value (a signature for AWS, a digest) may have commas in it, and is no key of ours.
  if (/^\S+\s+\S/.test(value) && !scheme.test(value)) return
  for (const entry of entries(value)) {
    const named = scheme.exec(entry)
    const rest = entry.slice(named?.[0].length ?? 0).trim()
    if (named?.[1]?.toLowerCase() === 'basic') yield { place: 'authorization', key: basicKey(rest) }
    // Another scheme's value has a space between scheme and value: not ours.
    else if (!rest.includes(' ')) yield { place: 'authorization', key: rest }
  }
}

/** The password, or the user name where the password is empty (`curl -u KEY:`), RFC 7617. */
function basicKey(encoded: string): string {
  let pair: string
  try {
    pair = atob(encoded)
  } catch {
    return ''
  }
  const colon = pair.indexOf(':')
  if (colon === -1) return pair.trim()
  return pair.slice(colon + 1).trim() || pair.slice(0, colon).trim()
}

function* fromQuery(url: string): Generator<Found> {
  const start = url.indexOf('?')
  if (start === -1) return
  // From the mark on: a second one behind it is part of a name.
  const query = new URLSearchParams(url.slice(start).split('#', 1)[0])
  for (const name of readQuery) {
    for (const key of query.getAll(name)) yield { place: `?${name}=`, key: key.trim() }
  }
}
