import type { KeyCache } from '../keys/cache.ts'
import type { GuessLimit } from '../keys/guesses.ts'
import { createKeyStore, type KeyNamespace } from '../keys/store.ts'
import { inspectLedger } from '../ledger/inspection.ts'
import { createLedgerReader } from '../ledger/reader.ts'
import { applySchema } from '../ledger/schema.ts'
import { providerNames } from '../providers/index.ts'
import type { ReadSettings } from '../settings.ts'
import { createMeterReader, type MeterNamespace } from './meter-reader.ts'
import type { ApiPorts, KeyEntries } from './ports.ts'

/** What of the Worker's bindings the API uses. Anything may be missing: the doctor says so. */
export interface ApiBindings {
  KEYS?: KeyNamespace & KeyEntries
  DB?: Parameters<typeof createLedgerReader>[0]
  METER?: MeterNamespace
  GUESSES?: GuessLimit
}

export interface ApiWorld {
  settings: ReadSettings
  cache: KeyCache
  /** Epoch milliseconds. */
  now: () => number
  newId: () => string
}

/** The API's ports over a Worker's bindings. */
export function createApiPorts(
  { KEYS, DB, METER, GUESSES: guesses }: ApiBindings,
  { settings, cache, now, newId }: ApiWorld,
): Omit<ApiPorts, 'later'> {
  return {
    settings,
    keys: KEYS ? createKeyStore(KEYS, { cache, now, guesses, providers: providerNames }) : null,
    entries: KEYS ?? null,
    ledger: DB ? createLedgerReader(DB, () => applySchema(DB)) : null,
    inspectLedger: DB ? (lookedFor) => inspectLedger(DB, lookedFor) : null,
    meters: METER ? createMeterReader(METER) : null,
    fetch: (url, init) => fetch(url, init),
    now,
    newId,
  }
}
