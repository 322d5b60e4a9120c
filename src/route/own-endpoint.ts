import { type Endpoint, matchEndpoint } from '../endpoints/endpoint.ts'
import type { Root } from '../providers/provider.ts'

/**
 * The row of an endpoint at the provider that it goes to, where that has one of its own: some who speak an API charge for
 * what its vendor has for nothing, or answer with a job. Never one that needs more of a key, or reads more of a body.
 */
export function ownEndpoint(root: Root | null, segments: readonly string[], asked: Endpoint): Endpoint {
  const own = root && matchEndpoint(root.api, 'POST', segments.join('/'))?.endpoint
  return own && own.scope === asked.scope && own.json === asked.json ? own : asked
}
