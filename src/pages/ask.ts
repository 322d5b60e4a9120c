import type { Finding } from '../api/doctor/finding.ts'
import type { DailyCounts } from '../ledger/daily.ts'
import type { Row } from '../ledger/row.ts'

/** `/api/key`. */
export interface KeyAnswer {
  id: string
  name: string | null
  models: string[] | null
  scopes: string[]
  limits: { rpm?: number; tpm?: number; parallel?: number } | null
  budget: BudgetAnswer | null
  wallet: string | null
  expires: string | null
  tags: Record<string, string>
  last_minute: { requests: number; tokens: number; running: number } | null
  problem: string | null
}

/** Amounts in USD; null where they are not known. */
export interface BudgetAnswer {
  usd: number
  per: string
  mode: string
  spent_usd: number | null
  reserved_usd: number | null
  remaining_usd: number | null
  resets_at: string | null
}

/** Sums, with the group's own columns beside them. */
export type UsageRow = DailyCounts & {
  day?: string
  model?: string
  provider?: string
  key_id?: string
  name?: string | null
  wallet?: string
  tag?: string
  value?: string
}

/** `/api/usage`. */
export interface UsageAnswer {
  from: string
  to: string
  rows: UsageRow[]
  totals: DailyCounts
}

/** A row as the API tells it. */
export type ToldRow = Omit<Row, 'details' | 'tags'> & { details: object | null; tags: object | null }

/** `/api/requests`. */
export interface RequestsAnswer {
  requests: ToldRow[]
  next: string | null
}

/** `/api/doctor`. */
export interface DoctorAnswer {
  ok: boolean
  findings: Finding[]
  next: string | null
}

/** `/api/wallets`. */
export interface WalletsAnswer {
  wallets: (BudgetAnswer & { name: string })[]
  next: string | null
}

/** An answer of the API, or why there is none. */
export type Asked<T> =
  | { ok: true; value: T; servedAt: number | null }
  | { ok: false; why: 'unreached' | 'unknown_key' | 'refused'; status: number | null; message: string }

const patienceMs = 20_000

/** Asks Tollgate's API with a key. Never throws. */
export async function ask<T>(path: string, key: string): Promise<Asked<T>> {
  // A header takes no other characters, and none of our tokens has one.
  if (!/^[!-~]+$/.test(key))
    return unknownKey('A key has no blanks and no letters beyond a to z. Was it copied whole?')
  try {
    const answer = await fetch(path, {
      headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    })
    const said: unknown = await answer.json()
    if (answer.ok) return { ok: true, value: said as T, servedAt: readDate(answer.headers) }
    const message = messageOf(said) ?? `Tollgate answered ${answer.status}.`
    if (answer.status === 401) return unknownKey(message)
    const why = answer.status >= 500 || answer.status === 429 ? 'unreached' : 'refused'
    return { ok: false, why, status: answer.status, message }
  } catch {
    return { ok: false, why: 'unreached', status: null, message: 'Tollgate cannot be reached from here.' }
  }
}

/** The message of an error as any of the doors tells it; null where there is none. */
export function messageOf(said: unknown): string | null {
  if (typeof said !== 'object' || said === null || !('error' in said)) return null
  const { error } = said
  if (typeof error === 'string') return error
  if (typeof error !== 'object' || error === null || !('message' in error)) return null
  return typeof error.message === 'string' ? error.message : null
}

function unknownKey(message: string): Asked<never> {
  return { ok: false, why: 'unknown_key', status: 401, message }
}

/** Epoch ms. */
function readDate(headers: Headers): number | null {
  const ms = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? null : ms
}
