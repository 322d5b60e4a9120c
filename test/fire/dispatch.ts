import type { Counts } from './counts.ts'
import type { FateName } from './fate-names.ts'
import type { KindName } from './kinds.ts'

/** One arrival in the vendor's own book. Times are epoch ms. */
export interface Dispatch {
  /** The id of the row that it belongs to, as Tollgate tells the gateway. */
  request: string
  /** The verified key. */
  key: string
  number: number
  /** From 1: a request may arrive again. */
  attempt: number
  kind: KindName | 'socket'
  fate: FateName
  at: number
  /** When its connection was done with; null while it is not. */
  endedAt: number | null
  /** The status that was sent; null for none. */
  status: number | null
  counts: Counts
  /** Integer nano-USD that the vendor asks for this one, however it ended. */
  charged: number
  /** Its counts went out to their last byte. */
  stated: boolean
  /** The answer went out to its end. */
  finished: boolean
}
