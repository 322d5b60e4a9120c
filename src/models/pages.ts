import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { readParameter } from '../route/parameter.ts'

interface Page<Item> {
  items: readonly Item[]
  /** There are others in the direction that was asked for. */
  more: boolean
}

const most = 1_000

/** `limit`, `after_id`, `before_id`: what comes after one model, or straight before one. */
export function pageAround<Item extends { id: string }>(
  all: readonly Item[],
  query: string,
): Result<Page<Item>> {
  const size = sizeIn(query, 'limit', 20)
  if (!size.ok) return size
  const after = placeIn(all, query, 'after_id')
  if (!after.ok) return after
  const before = placeIn(all, query, 'before_id')
  if (!before.ok) return before
  if (before.value === null) return accept(from(all, (after.value ?? -1) + 1, size.value))
  if (after.value !== null) {
    return refuse('bad_request', 'Send `after_id` or `before_id`, not both.', { param: 'before_id' })
  }
  const start = Math.max(0, before.value - size.value)
  return accept({ items: all.slice(start, before.value), more: start > 0 })
}

/** `pageSize`, `pageToken`: what comes after the model that the token names. */
export function pageAfter<Item extends { id: string }>(
  all: readonly Item[],
  query: string,
): Result<Page<Item>> {
  const size = sizeIn(query, 'pageSize', 50)
  if (!size.ok) return size
  const after = placeIn(all, query, 'pageToken')
  return after.ok ? accept(from(all, (after.value ?? -1) + 1, size.value)) : after
}

function from<Item>(all: readonly Item[], start: number, size: number): Page<Item> {
  return { items: all.slice(start, start + size), more: start + size < all.length }
}

/** More than the most is the most, and nothing or 0 is the usual number, as upstream. */
function sizeIn(query: string, name: string, usual: number): Result<number> {
  const given = readParameter(query, name)
  if (!given.ok) return given
  if (given.value === null || given.value === '') return accept(usual)
  if (!/^\d{1,9}$/.test(given.value)) return wrong(name, 'must be a whole number')
  return accept(Math.min(Number(given.value), most) || usual)
}

function placeIn(all: readonly { id: string }[], query: string, name: string): Result<number | null> {
  const given = readParameter(query, name)
  if (!given.ok) return given
  if (given.value === null || given.value === '') return accept(null)
  const index = all.findIndex(({ id }) => id === given.value)
  return index === -1 ? wrong(name, 'names no model of this list') : accept(index)
}

function wrong(name: string, what: string): Refused {
  return refuse('bad_request', `The query's \`${name}\` ${what}.`, { param: name })
}
