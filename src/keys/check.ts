import type { KeyLabel } from './label.ts'
import { accept, refuse } from '../refusal/refusal.ts'
import type { Refused, Result } from '../refusal/refusal.ts'
import { allowsAddress } from './addresses.ts'
import type { Scope } from './record-schema.ts'
import type { Budget, KeyRecord, Limits, ParsedRecord } from './record.ts'
import { sameDigest } from './token.ts'
import type { Token } from './token.ts'

/** Who makes a request, as far as the later stages need to know. */
export interface Caller {
  id: string
  kvName: string
  name: string | null
  tags: Readonly<Record<string, string>>
  label: KeyLabel
  models: readonly string[] | null
  budget: Budget | null
  /** The name of a budget that it shares. */
  wallet: string | null
  limits: Limits | null
  /** Epoch milliseconds from which on the key is refused. */
  expiresAt: number | null
  scopes: readonly Scope[]
  onDisconnect: 'drain' | 'cancel'
  /** Null where the key does not say. */
  usageChunk: 'hide' | 'show' | null
}

/** Unknown id and wrong secret are this one refusal, byte for byte: it depends on the token's looks alone. */
export function unknownKey(token: Pick<Token, 'foreign'>): Refused {
  return refuse('invalid_api_key', token.foreign ? foreignText : unknownText)
}

const unknownText =
  'This key is not known here. Check that it was copied whole. A key that was made in the last minute may not be ' +
  'known everywhere yet: try again in a minute.'
const foreignText =
  "This key is not known here. It looks like a provider's own key: this gateway wants a key of its own (sk-…) in its " +
  'place. A key that was made in the last minute may not be known everywhere yet: try again in a minute.'

/**
 * What an entry says to whoever shows a token. Order: a wrong secret learns nothing of the entry; a mistake in the
 * entry comes before what it seems to say. An entry whose hash cannot be read proves nobody's secret, so its mistake
 * is told to whoever knows its id: a key that nobody can use must not look like a wrong key.
 */
export function checkRecord(
  parsed: ParsedRecord,
  token: Pick<Token, 'digest' | 'foreign'>,
  now: number,
  address: string | null,
): Result<Caller> {
  const hashes = parsed.ok ? parsed.record.hashes : parsed.hashes
  if (hashes !== null && !answersTo(hashes, token.digest)) return unknownKey(token)
  if (!parsed.ok) return refuse('key_misconfigured', misconfigured(parsed.message))
  const { record } = parsed
  if (!record.enabled)
    return refuse(
      'key_disabled',
      'This key is switched off. Ask whoever runs this gateway to enable it again.',
    )
  if (record.expiresAt !== null && now >= record.expiresAt)
    return refuse('key_expired', 'This key has expired. Ask whoever runs this gateway for a new one.')
  if (!allowsAddress(record.ips, address))
    return refuse(
      'address_not_allowed',
      'This key may not be used from your network address. Ask whoever runs this gateway to add it to `ips`.',
    )
  return accept(callerOf(record))
}

/** Whether the token with this digest is one of these; no earlier answer for an earlier match. */
export function answersTo(hashes: readonly string[], digest: string): boolean {
  return hashes.map((hash) => sameDigest(hash, digest)).includes(true)
}

function misconfigured(message: string): string {
  return `This key is misconfigured: ${message}. Whoever runs this gateway has to correct its entry in KV.`
}

function callerOf(record: KeyRecord): Caller {
  const { hashes: _h, enabled: _e, ips: _i, ...caller } = record
  return caller
}
