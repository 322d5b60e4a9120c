import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { firstIdAt } from '../ledger/first-id.ts'
import type { Done } from './command.ts'
import type { Flags, Typed } from './flags.ts'
import type { Ledger } from './ledger.ts'
import { endOf, type Period } from './period.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'
import { addSums, readProviderExport, type ProviderExport, type Sums } from './provider-export.ts'
import { compare, describeDrift } from './reconcile-report.ts'

export const reconcileFlags: Flags = {
  day: { takes: 'COLUMN', says: 'where the day stands; times are taken to UTC' },
  model: { takes: 'COLUMN', says: 'where the model stands' },
  input: { takes: 'COLUMN', says: 'input tokens, cache included; a+b adds columns up' },
  output: { takes: 'COLUMN', says: 'output tokens, reasoning included' },
  cost: { takes: 'COLUMN', says: 'the cost in USD' },
  provider: { takes: 'SLUG', says: 'whose export it is: only its rows are compared' },
  asked: { says: 'compare by the model that was asked for (the table daily), not by the one that answered' },
  tolerance: { takes: 'PERCENT', says: '1 if not given: above it the command ends with 1' },
  json: { says: 'for scripts' },
  ...placeFlags,
}

/** Compares the ledger with what a provider says. */
export async function reconcile(typed: Typed): Promise<Done> {
  const [file, ...more] = typed.words
  if (file === undefined || more.length > 0)
    return { ok: false, message: 'one file at a time: npm run reconcile -- usage.csv' }
  const [day, model, input, output, cost] = (['day', 'model', 'input', 'output', 'cost'] as const).map(
    typed.one,
  )
  const read = readProviderExport(await readFile(file, 'utf8'), { day, model, input, output, cost })
  if (!read.ok) return read
  return atPlace(typed, (stores) => reconcileAt(stores, typed, read.value))
}

export async function reconcileAt({ ledger }: Stores, typed: Typed, theirs: ProviderExport): Promise<Done> {
  const tolerance = Number(typed.one('tolerance')?.replace(/%$/, '') ?? 1)
  if (!(tolerance >= 0)) return { ok: false, message: '--tolerance must be a number of percent, from 0' }
  if (theirs.sums.size === 0) return { ok: false, message: 'the export has no line that could be read' }
  const provider = typed.one('provider') ?? null
  const read = typed.one('asked') === undefined ? readServed : readAsked
  const ours = new Map<string, Sums>()
  for (const { day, model, input, output, cost } of await read(ledger, theirs.days, provider)) {
    const name = `${day} ${model}`
    ours.set(
      name,
      addSums(ours.get(name), { input: BigInt(input), output: BigInt(output), cost: BigInt(cost) }),
    )
  }
  const drift = compare(ours, theirs, tolerance)
  const says = describeDrift(drift, theirs, typed.one('json') !== undefined)
  return { ok: true, says, exitCode: drift.above.length > 0 ? 1 : 0 }
}

const daySums = z.object({
  day: z.string(),
  model: z.string(),
  input: z.number(),
  output: z.number(),
  cost: z.number(),
})
type DaySums = z.infer<typeof daySums>
const keyId = z.object({ key_id: z.string() })

/** Sums of `daily` from the day `?1` to `?2`, of the provider `?3` or of all. */
export const askedSums = `SELECT day, model, sum(input_tokens) AS input, sum(output_tokens) AS output,
  sum(cost_nano_usd) AS cost FROM daily
WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR provider = ?3) GROUP BY day, model`

/** The same of the rows of the key `?1`, ids from `?2` to below `?3`, of the provider `?4` or of all. */
export const servedSums = `SELECT date(at / 1000, 'unixepoch') AS day, coalesce(served_model, model, '') AS model,
  coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output,
  coalesce(sum(cost_nano_usd), 0) AS cost FROM requests
WHERE key_id = ?1 AND id >= ?2 AND id < ?3 AND (?4 IS NULL OR provider = ?4) GROUP BY 1, 2`

async function readAsked(ledger: Ledger, { from, to }: Period, provider: string | null): Promise<DaySums[]> {
  return ledger.read(daySums, askedSums, from, to, provider)
}

/** Providers bill under the name that answered. Only as far back as rows are kept. */
async function readServed(ledger: Ledger, period: Period, provider: string | null): Promise<DaySums[]> {
  const keys = await ledger.read(
    keyId,
    'SELECT DISTINCT key_id FROM daily WHERE day BETWEEN ?1 AND ?2',
    period.from,
    period.to,
  )
  const bounds = [firstIdAt(Date.parse(period.from)), firstIdAt(endOf(period))] as const
  const sums: DaySums[] = []
  for (const { key_id } of keys)
    sums.push(...(await ledger.read(daySums, servedSums, key_id, ...bounds, provider)))
  return sums
}
