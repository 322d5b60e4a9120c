import type { Row } from '../../src/ledger/row.ts'
import type { Disagreement } from './books.ts'
import type { Seen } from './client.ts'
import type { Dispatch } from './dispatch.ts'
import type { Memories } from './memory.ts'
import type { Trouble } from './troubles.ts'

/** What the comparison of the books showed. */
export interface Audit {
  dispatches: readonly Dispatch[]
  rows: readonly Row[]
  found: readonly Disagreement[]
  /** Sums that do not agree, a sentence each. */
  sums: readonly string[]
}

/** All that a run showed. */
export interface Outcome extends Audit {
  seed: number
  seen: readonly Seen[]
  happened: readonly Trouble[]
  logs: readonly string[]
  /** When `workerd` was killed, epoch ms: before and after its process was gone. */
  kills: readonly number[]
  memory: Memories
}
