import { builtInConfig } from './config.ts'
import type { ConfigInForce } from './config-in-force.ts'
import type { ParsedRecord } from './record.ts'

/** What an isolate remembers of KV. Made once at module scope; its tables are bounded. */
export interface KeyCache {
  /** Entries whose secret was shown, by the token's digest. Nobody can add one without a key. */
  known: Map<string, Remembered<ParsedRecord>>
  /** What was found for every other token: mostly nothing. Anybody can add to it. */
  strangers: Map<string, Remembered<ParsedRecord | null>>
  /** Addresses that guessed too often, and the epoch milliseconds until which they are not asked about. */
  blocked: Map<string, number>
  config: ConfigInForce
}

export interface Remembered<Entry> {
  entry: Entry
  /** Epoch milliseconds of the read, and those up to which it needs no other. */
  readAt: number
  freshUntil: number
}

export function createKeyCache(): KeyCache {
  return {
    known: new Map(),
    strangers: new Map(),
    blocked: new Map(),
    config: {
      text: null,
      goodText: null,
      config: builtInConfig,
      mistake: null,
      problem: null,
      copied: null,
      warned: null,
    },
  }
}

/** Most entries of one table. A record is at most 64 KB of text, and a usual one less than one. */
const most = 5000

/** Adds to a bounded table; what was added longest ago makes room. */
export function remember<Value>(table: Map<string, Value>, name: string, value: Value): void {
  table.delete(name)
  table.set(name, value)
  if (table.size <= most) return
  for (const oldest of table.keys()) {
    table.delete(oldest)
    return
  }
}
