import { headerText } from '../../refusal/client-text.ts'
import { refuse, type Refused } from '../../refusal/refusal.ts'
import { type Droppable, nested, type RefusedInside } from '../dropped.ts'

/** The names told at most: a header must stay a header, whatever a client sends. */
const mostNames = 32
const longestName = 40

/** What a translation leaves behind, name by name. `Field`: the names in its tables. */
export interface Losses<Field extends string = Droppable> {
  /** Names a field of the tables. */
  drop(field: Field): void
  /** Names a field that nobody knows: the client's own text, made fit for a header, after `place`. */
  dropUnknown(place: string, field: string): void
  /** Each name once, in the order of their loss; `and-more` stands for those after the 32nd. */
  names(): string[]
}

export function createLosses<Field extends string = Droppable>(): Losses<Field> {
  const names = new Set<string>()
  function add(name: string): void {
    names.add(names.size < mostNames ? name : 'and-more')
  }
  return {
    drop: add,
    dropUnknown: (place, field) => add(place + headerText(field.slice(0, longestName))),
    names: () => Array.from(names),
  }
}

/** Refuses what has no counterpart, by the table's own words. `param` is where it stands. */
export function refuseNested(field: RefusedInside, param: string): Refused {
  return refuse('bad_request', `\`${param}\` cannot be said to a Claude model. ${nested[field].says}`, {
    param,
  })
}

/** Refuses what is malformed. `must` continues the sentence `…` must. */
export function malformed(param: string, must: string): Refused {
  return refuse('bad_request', `\`${param}\` must ${must}.`, { param })
}
