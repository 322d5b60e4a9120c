import { isForm } from '../body/form-parts.ts'
import type { BodyWanted } from '../body/read.ts'
import { type Destination, membersRead } from '../route/destination.ts'
import { boundMembers } from './members.ts'

/**
 * What of a body has to be read before its cost has a bound; null where the body decides nothing. What other rules
 * read of it is in this.
 */
export function bodyForBound(destination: Destination, headers: Headers): BodyWanted {
  const { bound, json, form } = destination.match?.endpoint ?? {}
  if (typeof bound !== 'string' || bound === 'free') return null
  const type = headers.get('content-type')
  if (form !== undefined && isForm(type)) return 'form'
  // Where bodies can be bytes, only those that call themselves JSON are read; the others have no bound.
  if (json !== true && !/json/i.test(type ?? '')) return null
  return new Set([...boundMembers, ...(membersRead(destination) ?? [])])
}
