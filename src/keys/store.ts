import { accept, refuse } from '../refusal/refusal.ts'
import type { Result } from '../refusal/refusal.ts'
import { remember } from './cache.ts'
import type { KeyCache, Remembered } from './cache.ts'
import { checkRecord, unknownKey } from './check.ts'
import type { Caller } from './check.ts'
import { decideConfig, goodConfigName, textToCopy, warningOf } from './config-in-force.ts'
import type { Config } from './config.ts'
import { chooseEntry, isProven, namesOf } from './entry.ts'
import { countGuess, refuseGuesser } from './guesses.ts'
import type { GuessLimit } from './guesses.ts'
import type { ParsedRecord } from './record.ts'
import { looksLikeProviderKey, parseToken } from './token.ts'
import type { Token } from './token.ts'

/** What is used of the KV binding. A bulk read is one operation; absent names are null. */
export interface KeyNamespace {
  get(names: string[], options: { type: 'text'; cacheTtl: number }): Promise<Map<string, string | null>>
  put(name: string, value: string): Promise<void>
}

export interface KeyStoreOptions {
  cache: KeyCache
  /** Epoch milliseconds. */
  now: () => number
  guesses?: GuessLimit | undefined
  /** The names of the table's providers, in lower case. */
  providers: ReadonlySet<string>
  /** Where mistakes are logged; no value of an entry is ever in them. */
  warn?: (message: string) => void
}

export interface Admission {
  caller: Caller
  config: Config
  /** Why neither `@config` nor its copy could be read: what only an alias could decide is 503 `config_invalid`. */
  configProblem: string | null
}

/** Keeps work alive beyond the answer (`waitUntil`). */
export type Later = (work: Promise<unknown>) => void

export interface KeyStore {
  /** Who shows this token. `later` keeps work alive beyond the answer (`waitUntil`). */
  lookup(token: string, address: string | null, later: Later): Promise<Result<Admission>>
}

const longestToken = 1024
/** KV's own lowest `cacheTtl`, and as long again in the isolate. */
const cacheTtl = 30
const freshForMs = 30_000
const staleForMs = 3_600_000
/** While KV fails, not every request has to find that out. */
const pauseAfterFailureMs = 2000

/** The keys in KV, behind what this isolate remembers of them. */
export function createKeyStore(kv: KeyNamespace, options: KeyStoreOptions): KeyStore {
  const { cache, now, guesses, providers, warn = (message) => console.warn(message) } = options

  async function find(
    token: Token,
    address: string | null,
    later: Later,
  ): Promise<Result<ParsedRecord | null>> {
    const at = now()
    const known = cache.known.get(token.digest)
    if (known !== undefined && at < known.freshUntil) return accept(known.entry)
    if (known === undefined) {
      const blocked = refuseGuesser(cache.blocked, address, at)
      if (blocked !== null) return blocked
      const stranger = cache.strangers.get(token.digest)
      if (stranger !== undefined && at < stranger.freshUntil) return accept(stranger.entry)
    }
    // No read is shared between requests: Workers forbid awaiting another request's I/O.
    const values = await read(namesOf(token))
    if (values !== null) {
      noteConfig(values, later)
      const entry = chooseEntry(values, token)
      keep(cache, token.digest, { entry, readAt: at, freshUntil: at + freshForMs })
      return accept(entry)
    }
    if (known === undefined || at - known.readAt >= staleForMs) return unavailable
    known.freshUntil = at + pauseAfterFailureMs
    return accept(known.entry)
  }

  async function read(names: string[]): Promise<ReadonlyMap<string, string | null> | null> {
    try {
      return await kv.get(names, { type: 'text', cacheTtl })
    } catch {
      warn('KEYS could not be read')
      return null
    }
  }

  function noteConfig(values: ReadonlyMap<string, string | null>, later: Later): void {
    const decided = decideConfig(cache.config, values, providers)
    const warning = warningOf(decided)
    const copy = textToCopy(decided)
    cache.config = {
      ...decided,
      warned: warning === null ? decided.warned : decided.text,
      copied: copy ?? decided.copied,
    }
    if (warning !== null) warn(warning)
    if (copy !== null)
      later(kv.put(goodConfigName, copy).catch(() => warn(`${goodConfigName} could not be written`)))
  }

  return {
    async lookup(text, address, later) {
      if (text.length > longestToken) return unknownKey({ foreign: looksLikeProviderKey(text) })
      const token = await parseToken(text)
      const found = await find(token, address, later)
      if (!found.ok) return found
      const checked =
        found.value === null ? unknownKey(token) : checkRecord(found.value, token, now(), address)
      if (checked.ok) {
        const { config, problem } = cache.config
        return accept({ caller: checked.value, config, configProblem: problem })
      }
      if (checked.refusal.reason === 'invalid_api_key')
        await countGuess(cache.blocked, guesses, address, now())
      return checked
    },
  }
}

const unavailable = refuse('keys_unavailable', 'Keys cannot be looked up just now. Try again in a moment.', {
  retryAfter: 5,
})

function keep(cache: KeyCache, digest: string, read: Remembered<ParsedRecord | null>): void {
  const { entry } = read
  cache.known.delete(digest)
  cache.strangers.delete(digest)
  if (entry !== null && isProven(entry, digest)) remember(cache.known, digest, { ...read, entry })
  else remember(cache.strangers, digest, read)
}
