import { isForm } from '../body/form-parts.ts'
import type { BodyWanted } from '../body/read.ts'
import type { Caller } from '../keys/check.ts'
import { type Destination, membersRead } from './destination.ts'

/** What of a request's body has to be read before it may go anywhere. */
export function bodyWanted(
  destination: Destination,
  caller: Pick<Caller, 'models' | 'scopes'>,
  headers: Headers,
): BodyWanted {
  const form = destination.match?.endpoint.form
  if (form === undefined || !isForm(headers.get('content-type'))) return membersRead(destination)
  const decidesProvider = destination.provider === null
  const mayNameObjects = form === 'objects' && !caller.scopes.includes('storage')
  return decidesProvider || caller.models !== null || mayNameObjects ? 'form' : null
}
