import type { EndpointMatch } from '../endpoints/endpoint.ts'
import { providerBehind } from '../providers/index.ts'
import type { Provider, Root } from '../providers/provider.ts'
import type { Door } from './door.ts'
import { matchRoots } from './roots.ts'

/** What the path alone tells, before any body is read. */
export interface Destination {
  door: Door
  method: string
  /** Null where the model of the body will decide. */
  provider: Provider | null
  match: EndpointMatch | null
  root: Root | null
  /** As sent, without `?`; where the table says that it names the model. */
  query?: string
}

/** The endpoint that a request is for. On the OpenAI door its provider is open until the body names a model. */
export function findDestination(door: Door, method: string, query = ''): Destination {
  if (door.provider)
    return {
      door,
      method,
      query,
      provider: door.provider,
      ...matchRoots(door.provider, method, door.decoded, query),
    }
  const home = providerBehind(door.dialect)
  const found = matchRoots(home, method, door.decoded, query)
  return { door, method, query, provider: found.match?.endpoint.json ? null : home, ...found }
}

const jsonMembers: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options', 'include_usage'])

/**
 * The members that are read of every body; null where nothing in the body decides anything. Each is searched in the
 * whole text, so they are few: what only some keys' rules read, those rules see to (permit.ts).
 */
export function membersRead({ match }: Destination): ReadonlySet<string> | null {
  if (!match?.endpoint.json) return null
  const { modelMember } = match.endpoint
  return modelMember === undefined ? jsonMembers : new Set([...jsonMembers, modelMember])
}
