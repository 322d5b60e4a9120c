import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'

/** A row as it is kept and sent. */
export interface Parcel {
  row: Row
  label: KeyLabel
}

/** The JSON of a parcel's parts. */
export type ParcelTexts = readonly [row: string, label: string]

/**
 * The ceiling of both, in characters. Client text is already cut to 200 characters, so only the two columns of free
 * JSON can pass it; they are dropped, and the counts and the cost stay.
 */
const mostCharacters = 16_384

/** A parcel as it is kept, within its ceiling. */
export function textsOf({ row, label }: Parcel): ParcelTexts {
  const texts = [JSON.stringify(row), JSON.stringify(label)] as const
  if (texts[0].length + texts[1].length <= mostCharacters) return texts
  return [JSON.stringify({ ...row, details: null, tags: null }), JSON.stringify({ ...label, tags: null })]
}

/** A parcel as it goes to its Meter: to the runtime, one text is cheaper than an object of thirty members. */
export function writeParcel(parcel: Parcel): string {
  return JSON.stringify(parcel)
}

/** Reads what `writeParcel` wrote. */
export function readParcel(text: string): Parcel {
  return JSON.parse(text)
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
