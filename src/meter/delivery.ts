import type { Failure } from '../ledger/failure.ts'
import { failureOf, messageOf } from '../ledger/failure.ts'

/** How a batch ended. */
export interface Delivery<Parcel> {
  /** Parcels that are settled, from the front of the batch: delivered or set aside. */
  settled: number
  /** Those that failed alone with a constraint or type error. */
  aside: { parcel: Parcel; error: string }[]
  /** Why the rest did not go; null if it went, or if the writes were used up. */
  failure: { kind: Failure; error: string } | null
  writes: number
}

/**
 * Writes a batch front to back; `kindOf` says what a failure means. A write that fails for what a row says is halved until that row fails alone; any other
 * failure ends it. Whatever ends it, everything before `settled` is done with.
 */
export async function deliver<Parcel>(
  batch: readonly Parcel[],
  write: (parcels: readonly Parcel[]) => Promise<void>,
  mostWrites: number,
  kindOf: (error: unknown) => Failure = failureOf,
): Promise<Delivery<Parcel>> {
  const delivery: Delivery<Parcel> = { settled: 0, aside: [], failure: null, writes: 0 }
  const pieces = [batch]
  while (delivery.writes < mostWrites) {
    const piece = pieces.pop()
    if (piece === undefined) break
    delivery.writes += 1
    try {
      await write(piece)
      delivery.settled += piece.length
    } catch (error) {
      const kind = kindOf(error)
      const [first, ...others] = piece
      if (kind !== 'row' || first === undefined) {
        delivery.failure = { kind, error: messageOf(error) }
        break
      }
      if (others.length === 0) {
        delivery.aside.push({ parcel: first, error: messageOf(error) })
        delivery.settled += 1
      } else {
        const half = Math.ceil(piece.length / 2)
        pieces.push(piece.slice(half), piece.slice(0, half))
      }
    }
  }
  return delivery
}
