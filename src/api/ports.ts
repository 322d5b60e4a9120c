import type { Caller } from '../keys/check.ts'
import type { Budget } from '../keys/record.ts'
import type { KeyStore } from '../keys/store.ts'
import type { LedgerInspection, LookedFor } from '../ledger/inspection.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import type { Behind } from '../meter/dispatcher.ts'
import type { KeyStanding } from '../meter/terms.ts'
import type { ReadSettings } from '../settings.ts'

/** A Meter, as the doctor looks at it. */
export interface MeterReport {
  /** Rows that D1 refuses for what they say. */
  setAside: readonly { id: string; error: string }[]
  behind: Behind
}

/** The Meters, for reading. */
export interface MeterReader {
  /** Null where the Meter could not be reached. `budget` is the key's own, or its wallet's. */
  standing(caller: Caller, budget: Budget | null): Promise<KeyStanding | null>
  /** Throws what went wrong. */
  report(name: string): Promise<MeterReport>
}

/** The entries of KV, for the doctor. The binding `KEYS` is one. */
export interface KeyEntries {
  list(options: {
    limit: number
    cursor?: string
  }): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>
  /** At most 100 names. */
  get(names: string[], type: 'text'): Promise<Map<string, string | null>>
}

/** All that the API needs of the world. What a deployment lacks is null. */
export interface ApiPorts {
  settings: ReadSettings
  keys: KeyStore | null
  entries: KeyEntries | null
  ledger: LedgerReader | null
  inspectLedger: ((lookedFor: LookedFor) => Promise<LedgerInspection>) | null
  meters: MeterReader | null
  fetch: (url: URL, init: RequestInit) => Promise<Response>
  /** Epoch milliseconds. */
  now: () => number
  /** A new UUIDv7. */
  newId: () => string
  /** Keeps work alive beyond the answer (`waitUntil`). */
  later: (work: Promise<unknown>) => void
}
