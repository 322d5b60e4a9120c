import { refuse, type Refused } from '../../../refusal/refusal.ts'
import type { Losses } from '../../request/losses.ts'
import { type Droppable, nested, type RefusedInside } from '../dropped.ts'

/** What a message leaves behind on its way to a chat. */
export type MessageLosses = Losses<Droppable>

/** Refuses what has no counterpart, by the table's own words. `param` is where it stands. */
export function refuseInside(field: RefusedInside, param: string): Refused {
  return refuse('bad_request', `\`${param}\` cannot be said to this model. ${nested[field].says}`, { param })
}
