import { type Charged, chargeOf } from '../providers/charge.ts'
import type { Provider } from '../providers/provider.ts'
import type { Destination } from './destination.ts'

/**
 * What the operator says that a request costs, whichever way it came in: one API can begin at several places of a
 * provider, and clients spell its paths with or without them (`/lab/v1/embeddings`, `/lab/embeddings`, `/v1/embeddings`
 * with `lab/model`). A path that no table knows has one spelling only.
 */
export function chargeOfRequest(
  { door, method, match, root }: Pick<Destination, 'door' | 'method' | 'match' | 'root'>,
  { charges = [], roots }: Pick<Provider, 'charges' | 'roots'>,
): Charged | null {
  if (charges.length === 0) return null
  if (match === null) return chargeOf(charges, method, [door.decoded])
  const place = door.name === 'provider' ? segmentsOf(root?.at ?? '') : []
  const below = door.decoded.slice(place.length)
  const spellings = roots.map(({ at }) => [...segmentsOf(at), ...below])
  return chargeOf(charges, method, [door.decoded, ...spellings])
}

function segmentsOf(at: string): string[] {
  return at === '' ? [] : at.split('/')
}
