import type { PrivateHeaders } from './headers.ts'

/** A body that nobody has read. */
export const unread = Symbol('a body that streams through')

/**
 * Headers by which two requests can be taken for one, made private to a key: as a hash of the key's id and the value.
 * A request that asks the gateway to cache it gets a cache key from its path and body, so that a stored answer only
 * goes back to the key that caused it. With `shared` the gateway's cache is common to all keys.
 */
export async function privateHeaders(
  client: Headers,
  request: {
    keyId: string
    /** With its query. */
    path: string
    /** Null where there is none; `unread` where it streams through. */
    body: string | null | typeof unread
    shared: boolean
  },
): Promise<PrivateHeaders> {
  const cacheKey = client.get('cf-aig-cache-key')
  const idempotencyKey = client.get('idempotency-key')
  const caches = cacheKey !== null || client.has('cf-aig-cache-ttl')
  const headers: PrivateHeaders = {}
  if (idempotencyKey !== null) {
    headers['idempotency-key'] = await digest('idempotency', request.keyId, idempotencyKey)
  }
  if (!caches) return headers
  if (request.shared) {
    if (cacheKey !== null) headers['cf-aig-cache-key'] = cacheKey
    return headers
  }
  // A key made without the body would give one request's answer to another.
  if (cacheKey === null && request.body === unread) return { ...headers, 'cf-aig-skip-cache': 'true' }
  const content = cacheKey === null ? [request.path, String(request.body ?? '')] : [cacheKey]
  headers['cf-aig-cache-key'] = await digest('cache', request.keyId, ...content)
  return headers
}

const encoder = new TextEncoder()

/** Lengths are part of it, so that no two lists of parts read the same. */
async function digest(...parts: readonly string[]): Promise<string> {
  const all = await crypto.subtle.digest('SHA-256', encoder.encode(JSON.stringify(parts)))
  return Array.from(new Uint8Array(all), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
