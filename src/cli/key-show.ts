import * as z from 'zod'
import { quote } from '../refusal/client-text.ts'
import { parseJsonText } from '../keys/json-text.ts'
import type { Done } from './command.ts'
import type { Flags, Typed } from './flags.ts'
import { conditionOf, findKey, problemOf, type FoundKey } from './key-find.ts'
import { keyAsJson } from './key-list.ts'
import { withWallets } from './key-wallet.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'
import { usdText } from './usd.ts'

export const showFlags: Flags = { json: { says: 'for scripts' }, ...placeFlags }

const seen = z.object({ last_at: z.number() })
const spent = z.object({ requests: z.number(), nano: z.number(), unpriced: z.number() })
type Use = { last_used: string; requests: number; cost_nano_usd: number; unpriced: number }

/** Shows one key: its entry, its condition and what it was used for. */
export async function showKey(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => showAt(stores, typed, Date.now()))
}

export async function showAt({ entries, ledger }: Stores, typed: Typed, now: number): Promise<Done> {
  const found = await findKey(entries, typed.words[0])
  if (!found.ok) return found
  const [key = found.key] = await withWallets(entries, [found.key])
  const [last] = await ledger.read(seen, 'SELECT last_at FROM keys WHERE key_id = ?1', key.id)
  const [sums] = await ledger.read(spent, sumsOf, key.id)
  const use: Use | null =
    last && sums
      ? {
          last_used: new Date(last.last_at).toISOString(),
          requests: sums.requests,
          cost_nano_usd: sums.nano,
          unpriced: sums.unpriced,
        }
      : null
  if (typed.one('json') !== undefined)
    return { ok: true, says: JSON.stringify({ ...keyAsJson(key, now), use }, null, 2) }
  return { ok: true, says: describe(key, use, now) }
}

const sumsOf = `SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(cost_nano_usd), 0) AS nano,
  coalesce(sum(unpriced), 0) AS unpriced FROM daily WHERE key_id = ?1`

function describe(key: FoundKey, use: Use | null, now: number): string {
  const entry = parseJsonText(key.text)
  const problem = problemOf(key)
  const lines = [
    `  id         ${quote(key.id)}`,
    `  in KV      ${quote(key.name)}`,
    `  condition  ${conditionOf(key, now)}${problem === null ? '' : `: ${problem}`}`,
    use === null
      ? '  used       never'
      : `  used       ${use.requests} requests, ${usdText(BigInt(use.cost_nano_usd))} USD (${use.unpriced} without a known cost), last ${use.last_used}`,
  ]
  const written = entry.ok ? JSON.stringify(entry.value, null, 2) : quote(key.text)
  return `${lines.join('\n')}\n\n${harmless(written)}`
}

/** JSON escapes C0 alone; the terminal obeys more. */
export function harmless(json: string): string {
  return json
    .split('\n')
    .map((line) => line.replaceAll(/[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '�'))
    .join('\n')
}
