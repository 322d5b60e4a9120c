import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'

/** A row as it is kept and sent. */
export interface Parcel {
  row: Row
  label: KeyLabel
}

/**
 * The ceiling of a row, in characters of JSON. Client text is already cut to 200 characters, so only the two columns of
 * free JSON can pass it; they are dropped, and the counts and the cost stay.
 */
const mostCharacters = 16_384

export function withinCeiling({ row, label }: Parcel): Parcel {
  if (JSON.stringify([row, label]).length <= mostCharacters) return { row, label }
  return { row: { ...row, details: null, tags: null }, label: { ...label, tags: null } }
}

/**
 * The row of a request that nobody has reported the end of: it counts as its reservation (nano-USD) until a late
 * report corrects it. Without a reservation its cost stays unknown, because 0 would say that it was free.
 */
export function lost({ row, label }: Parcel, reservedNano: number): Parcel {
  return { row: { ...row, ...reservedCost(reservedNano), outcome: 'lost' }, label }
}

/** What stands for a cost that nobody tells, in nano-USD; nothing where nothing was reserved. */
export function reservedCost(reservedNano: number): Partial<Row> {
  return reservedNano > 0 ? { cost_nano_usd: reservedNano, usage_source: 'estimated' } : {}
}
