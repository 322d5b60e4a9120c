import * as z from 'zod'
import { configName } from '../keys/config-in-force.ts'
import { builtInConfig, parseConfig, type Config } from '../keys/config.ts'
import { firstIdAt } from '../ledger/first-id.ts'
import { providerNames } from '../providers/index.ts'
import type { Done } from './command.ts'
import type { Entries } from './entries.ts'
import type { Flags, Typed } from './flags.ts'
import { endOf, readPeriod, type Period } from './period.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'
import { describeRecost, noChanges, noteRow, type Changes } from './recost-report.ts'
import { priceAgain } from './recost-price.ts'
import { pricedRow, rowsToPrice, updatesOf, whyKept, type Price, type PricedRow } from './recost-rows.ts'

export const recostFlags: Flags = {
  since: { takes: 'DAY', says: 'the first day, in UTC: 2027-06-30, or 7d' },
  until: { takes: 'DAY', says: 'the last day; today if not given' },
  'dry-run': { says: 'write nothing: only show what would change' },
  json: { says: 'for scripts' },
  ...placeFlags,
}

/** Rows of one read. */
const pageSize = 2_000
const keyId = z.object({ key_id: z.string() })

/** Prices rows of the ledger again, with the catalogue and configuration of now. */
export async function recost(typed: Typed): Promise<Done> {
  if (typed.words.length > 0) return { ok: false, message: `npm run recost takes no ${typed.words[0]}` }
  return atPlace(typed, async (stores) => {
    const read = await readConfig(stores.entries)
    if (!read.ok) return read
    return recostAt(stores, typed, (row) => priceAgain(row, read.config), Date.now())
  })
}

export async function recostAt(
  stores: Stores,
  typed: Typed,
  price: (row: PricedRow) => Price,
  now: number,
): Promise<Done> {
  const since = typed.one('since')
  if (since === undefined) return { ok: false, message: 'from which day on? --since 2027-06-30' }
  const read = readPeriod(since, typed.one('until'), now)
  if (!read.ok) return read
  const dry = typed.one('dry-run') !== undefined
  const changes = noChanges()
  const { from, to } = read.period
  const keys = await stores.ledger.read(
    keyId,
    'SELECT DISTINCT key_id FROM daily WHERE day BETWEEN ?1 AND ?2 ORDER BY key_id',
    from,
    to,
  )
  for (const { key_id } of keys) await recostKey(stores, key_id, read.period, { price, changes, dry })
  return { ok: true, says: describeRecost(changes, read.period, dry, typed.one('json') !== undefined) }
}

async function recostKey(
  { ledger }: Stores,
  key: string,
  period: Period,
  { price, changes, dry }: { price: (row: PricedRow) => Price; changes: Changes; dry: boolean },
): Promise<void> {
  let after = firstIdAt(Date.parse(period.from))
  const end = firstIdAt(endOf(period))
  for (;;) {
    const rows = await ledger.read(pricedRow, rowsToPrice, key, after, end, pageSize)
    const changed = rows.flatMap((row) => {
      const kept = whyKept(row)
      const fresh = kept === null ? price(row) : null
      noteRow(changes, row, kept, fresh)
      return fresh !== null && differs(row, fresh) ? [{ row, price: fresh }] : []
    })
    if (!dry && changed.length > 0) await ledger.change(updatesOf(key, changed))
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.id
  }
}

function differs(row: PricedRow, { nanoUsd, priceId }: Price): boolean {
  return row.cost_nano_usd !== nanoUsd || row.price_id !== priceId
}

/** `@config` as it stands now. A broken configuration is mended first, not guessed around. */
async function readConfig(
  entries: Entries,
): Promise<{ ok: true; config: Config } | { ok: false; message: string }> {
  const text = (await entries.read([configName])).get(configName) ?? null
  if (text === null) return { ok: true, config: builtInConfig }
  const parsed = parseConfig(text, providerNames)
  if (parsed.ok) return parsed
  return { ok: false, message: `${configName} is not valid: ${parsed.message}` }
}
