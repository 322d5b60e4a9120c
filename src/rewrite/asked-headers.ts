import type { Caller } from '../keys/check.ts'
import type { Route } from '../route/route.ts'

/** What would let the gateway send one request several times, each of them paid for. */
const repeating = ['cf-aig-max-attempts', 'cf-aig-request-timeout']

/** A part of the results would tell a part of what a job consumed. All of it is right too: RFC 9110 section 14.2. */
const partial = ['range']

/** The client's headers, with what an alias says where the client does not, and without what its key may not ask for. */
export function askedHeaders(
  client: Headers,
  { budget, wallet }: Pick<Caller, 'budget' | 'wallet'>,
  { options, endpoint }: Pick<Route, 'options' | 'endpoint'>,
): Headers {
  const cacheTtl = client.has('cf-aig-cache-ttl') ? null : (options?.cacheTtl ?? null)
  const paid = budget !== null || wallet !== null
  const unwanted = [...(paid ? repeating : []), ...(endpoint?.job ? partial : [])]
  const refused = unwanted.filter((name) => client.has(name))
  if (cacheTtl === null && refused.length === 0) return client
  const headers = new Headers(client)
  for (const name of refused) headers.delete(name)
  if (cacheTtl !== null) headers.set('cf-aig-cache-ttl', String(cacheTtl))
  return headers
}
