import type { Start } from './cold.ts'
import type { Samples } from './latency.ts'
import type { LedgerCheck } from './ledger.ts'
import type { Machine } from './machine.ts'
import type { Crowd } from './memory.ts'
import type { Load } from './stage.ts'

/** What a run measured, as it goes into the file of `--json`. */
export interface Measured {
  /** RFC 3339, when it began. */
  at: string
  machine: Machine
  /** What the peer is called; null without one. */
  peer: string | null
  rounds: Load[][]
  firstBytes: Samples
  delays: Samples
  crowds: Crowd[]
  starts: Start[]
  ledger: LedgerCheck
  /** Bundles in KB, gzip. */
  gzipKb: { tollgate: number; peer: number | null }
}
