import * as z from 'zod'
import type { DailyCounts } from '../ledger/daily.ts'
import { usageGroups, usageQuery, type UsageGroup } from '../ledger/usage-queries.ts'
import { nearest } from '../refusal/nearest.ts'
import type { Done } from './command.ts'
import type { Flags, Typed } from './flags.ts'
import type { Ledger, Parameter } from './ledger.ts'
import { daysOf, readPeriod, type Period } from './period.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'
import { tableOf, type Cell } from './table.ts'
import { usdText } from './usd.ts'

export const usageFlags: Flags = {
  since: { takes: 'DAY', says: '7d (if not given) or 2027-06-30; days are UTC' },
  until: { takes: 'DAY', says: 'the last day; today if not given' },
  by: { takes: 'WHAT', says: `${usageGroups.join(', ')}; model if not given` },
  key: { takes: 'ID', says: 'of one key alone' },
  json: { says: 'for scripts, with the columns of the table daily' },
  ...placeFlags,
}

/** More groups than that are cut off, and said. */
const mostGroups = 10_000

const counts = z.object({
  requests: z.number(),
  errors: z.number(),
  unpriced: z.number(),
  input_tokens: z.number(),
  cache_read_tokens: z.number(),
  cache_write_tokens: z.number(),
  output_tokens: z.number(),
  reasoning_tokens: z.number(),
  units: z.number(),
  cost_nano_usd: z.number(),
} satisfies Record<keyof DailyCounts, z.ZodNumber>)
const sums = counts.extend({
  day: z.string().optional(),
  model: z.string().optional(),
  provider: z.string().optional(),
  key_id: z.string().optional(),
  wallet: z.string().optional(),
  tag: z.string().optional(),
  value: z.string().optional(),
})
type Sums = z.infer<typeof sums>

/** Says what was used and what it cost, from the table `daily`. */
export async function showUsage(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => usageAt(stores, typed, Date.now()))
}

export async function usageAt({ ledger }: Stores, typed: Typed, now: number): Promise<Done> {
  if (typed.words.length > 0) return { ok: false, message: `npm run usage takes no ${typed.words[0]}` }
  const asked = typed.one('by') ?? 'model'
  const group = usageGroups.find((name) => name === asked)
  if (group === undefined)
    return { ok: false, message: `--by must be one of ${usageGroups.join(', ')}${meant(asked)}` }
  const read = readPeriod(typed.one('since') ?? '7d', typed.one('until'), now)
  if (!read.ok) return read
  const { period } = read
  const key = typed.one('key')
  const rows = (await query(ledger, group, period, key)).sort(byOrderOf(group))
  const [totals = null] = await query(ledger, 'all', period, key)
  if (typed.one('json') !== undefined)
    return { ok: true, says: JSON.stringify({ ...period, group, rows, totals }, null, 2) }
  const of = key === undefined ? '' : ` of key ${key}`
  if (rows.length === 0 || totals === null)
    return { ok: true, says: `Nothing was used${of} from ${period.from} to ${period.to} (UTC).` }
  const lines = rows.map((row) => [nameOf(row, group), ...cellsOf(row)])
  const all = group === 'tag' ? [] : [['total', ...cellsOf(totals)]]
  const cut = rows.length === mostGroups ? `\nOnly ${mostGroups} groups are shown.` : ''
  return {
    ok: true,
    says: `${tableOf([group, ...headings], [...lines, ...all])}\n\nUsed${of} from ${period.from} to ${period.to} (UTC).${noteOf(totals, group === 'tag' ? [totals] : rows)}${cut}`,
  }
}

function meant(asked: string): string {
  const near = nearest(asked, usageGroups)
  return near === null ? '' : ` (did you mean ${near}?)`
}

async function query(
  ledger: Ledger,
  group: UsageGroup | 'all',
  period: Period,
  key?: string,
): Promise<Sums[]> {
  const given: Parameter[] =
    key === undefined ? [period.from, period.to] : [JSON.stringify(daysOf(period)), key]
  return ledger.read(sums, usageQuery(group, key !== undefined), ...given, mostGroups)
}

/** Days as they came, everything else the dearest first. */
function byOrderOf(group: UsageGroup): (one: Sums, other: Sums) => number {
  return (one, other) =>
    group === 'day'
      ? (one.day ?? '').localeCompare(other.day ?? '')
      : other.cost_nano_usd - one.cost_nano_usd || other.requests - one.requests
}

function nameOf(row: Sums, group: UsageGroup): Cell {
  if (group === 'tag') return `${row.tag}=${row.value}`
  return (
    { day: row.day, model: row.model, provider: row.provider, key: row.key_id, wallet: row.wallet }[group] ??
    null
  )
}

const headings = ['requests', 'errors', 'input', 'cached', 'output', 'USD', 'unpriced']

function cellsOf(row: Sums): Cell[] {
  const { requests, errors, input_tokens, cache_read_tokens, output_tokens, unpriced } = row
  const usd = usdText(BigInt(row.cost_nano_usd))
  return [requests, errors, input_tokens, cache_read_tokens, output_tokens, usd, unpriced]
}

/** What `daily` tells apart: of a group that has an answer too, not whether a failure or a missing price is behind it. */
function noteOf({ unpriced }: Sums, rows: readonly Sums[]): string {
  const failed = rows.filter(hasFailed).reduce((sum, row) => sum + row.unpriced, 0)
  const others = unpriced - failed
  const notes = [
    failed === 0 ? '' : `\nFailed before a count came, and without a cost: ${failed}.`,
    others === 0
      ? ''
      : `\nWithout a cost: ${others}, for they ended before a count came or their model has no price: give such a model one in @config.prices, then npm run recost.`,
  ]
  return notes.join('')
}

function hasFailed(row: Sums): boolean {
  const { input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, units } = row
  const counted = input_tokens + cache_read_tokens + cache_write_tokens + output_tokens + units
  return row.requests === row.errors && counted === 0
}
