import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'

/** A row as it is kept and sent. */
export interface Parcel {
  row: Row
  label: KeyLabel
  /** Its upper bound of cost, held while it is open; 0 for a key without a budget. Integer nano-USD. */
  reservedNano: number
}

/**
 * The ceiling of a row, in characters of JSON. Client text is already cut to 200 characters, so only the two columns of
 * free JSON can pass it; they are dropped, and the counts and the cost stay.
 */
const mostCharacters = 16_384

export function withinCeiling({ row, label, reservedNano }: Parcel): Parcel {
  if (JSON.stringify([row, label]).length <= mostCharacters) return { row, label, reservedNano }
  return {
    row: { ...row, details: null, tags: null },
    label: { ...label, tags: null },
    reservedNano,
  }
}

/**
 * The row of a request that nobody has reported the end of: it counts as its reservation until a late report corrects
 * it. Without a reservation its cost stays unknown, because 0 would say that it was free.
 */
export function lost({ row, label, reservedNano }: Parcel): Parcel {
  const cost = reservedNano > 0 ? { cost_nano_usd: reservedNano, usage_source: 'estimated' as const } : {}
  return { row: { ...row, ...cost, outcome: 'lost' }, label, reservedNano }
}
