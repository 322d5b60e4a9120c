import { readExport, type Mistake } from './import/export-file.ts'
import { dayOf, isDay } from './period.ts'
import { nanoUsdOf } from '../usage/money.ts'

/** Which columns of a provider's export are which. Several columns of one measure are added up. */
export interface Columns {
  day: string
  model: string
  input: readonly string[]
  output: readonly string[]
  cost: readonly string[]
}

/** Sums of one day and model. A measure that nobody states is null. Cost in integer nano-USD. */
export interface Sums {
  input: bigint | null
  output: bigint | null
  cost: bigint | null
}

export interface ProviderExport {
  columns: Columns
  /** By day and model: `2027-06-30 gpt-4o`. */
  sums: Map<string, Sums>
  days: { from: string; to: string }
  mistakes: Mistake[]
}

/** Exports whose columns are known: the Claude Console's, and the OpenAI platform's per-minute usage. */
const knownColumns: readonly Columns[] = [
  {
    day: 'usage_date_utc',
    model: 'model_version',
    input: [
      'usage_input_tokens_no_cache',
      'usage_input_tokens_cache_write_5m',
      'usage_input_tokens_cache_write_1h',
      'usage_input_tokens_cache_read',
    ],
    output: ['usage_output_tokens'],
    cost: [],
  },
  { day: 'usage_date_utc', model: 'model', input: [], output: [], cost: ['cost_usd'] },
  { day: 'start_time_iso', model: 'model', input: ['input_tokens'], output: ['output_tokens'], cost: [] },
]

/** Reads an export, its columns as they were named, else as they are known. */
export function readProviderExport(
  text: string,
  named: { [Name in keyof Columns]?: string | undefined },
): { ok: true; value: ProviderExport } | { ok: false; message: string } {
  const { rows, mistakes } = readExport(text)
  const header = Object.keys(rows[0]?.fields ?? {})
  const known = knownColumns.find((columns) => allOf(columns).every((column) => header.includes(column)))
  const columns: Columns = {
    day: named.day ?? known?.day ?? '',
    model: named.model ?? known?.model ?? '',
    input: named.input?.split('+') ?? known?.input ?? [],
    output: named.output?.split('+') ?? known?.output ?? [],
    cost: named.cost?.split('+') ?? known?.cost ?? [],
  }
  const missing = allOf(columns).find((column) => !header.includes(column))
  if (missing !== undefined) {
    const what =
      missing === ''
        ? 'name its columns: --day, --model, and --input, --output or --cost'
        : `it has no column ${missing}`
    return { ok: false, message: `${what}. It has: ${header.join(', ') || 'nothing'}` }
  }
  if (columns.input.length + columns.output.length + columns.cost.length === 0)
    return { ok: false, message: 'name what to compare: --input, --output or --cost' }
  const sums = new Map<string, Sums>()
  const days = new Set<string>()
  for (const { place, fields } of rows) {
    const day = dayIn(fields[columns.day])
    const model = String(fields[columns.model] ?? '')
    const read = {
      input: addUp(fields, columns.input, 1n),
      output: addUp(fields, columns.output, 1n),
      cost: addUp(fields, columns.cost, 1_000_000_000n),
    }
    if (day === null || Object.values(read).includes(undefined)) {
      mistakes.push({ place, message: day === null ? `${columns.day} is no day` : 'an amount is no number' })
      continue
    }
    // Such exports have a line for every minute in which nothing happened.
    if (Object.values(read).every((amount) => !amount)) continue
    days.add(day)
    const name = `${day} ${model}`
    sums.set(name, addSums(sums.get(name), read as Sums))
  }
  const sorted = [...days].sort()
  const [from = ''] = sorted
  return { ok: true, value: { columns, sums, days: { from, to: sorted.at(-1) ?? '' }, mistakes } }
}

function allOf({ day, model, input, output, cost }: Columns): string[] {
  return [day, model, ...input, ...output, ...cost]
}

const thousands = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/

/** Null where the measure has no columns, undefined where one of them is no amount. */
function addUp(
  fields: Readonly<Record<string, unknown>>,
  columns: readonly string[],
  nanoPerUnit: bigint,
): bigint | null | undefined {
  if (columns.length === 0) return null
  let sum = 0n
  for (const column of columns) {
    const written = String(fields[column] ?? '').replaceAll(/[$\s]/g, '') || '0'
    // A comma is one of thousands: `1,25` would be a hundred times what it says.
    const plain = thousands.test(written) ? written.replaceAll(',', '') : written
    const amount = nanoUsdOf(plain, nanoPerUnit)
    if (amount === undefined) return undefined
    sum += BigInt(amount)
  }
  return sum
}

export function addSums(one: Sums | undefined, other: Sums): Sums {
  const add = (name: keyof Sums) => (other[name] === null ? null : (one?.[name] ?? 0n) + other[name])
  return { input: add('input'), output: add('output'), cost: add('cost') }
}

/** A day in UTC: `2027-06-30`, an ISO time (in UTC without a zone), or epoch seconds or milliseconds. */
function dayIn(value: unknown): string | null {
  const text = String(value ?? '').trim()
  if (isDay(text)) return text
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return dayOf(Number(text) * 1000)
  if (/^\d{13}$/.test(text)) return dayOf(Number(text))
  const [, moment, zone] =
    /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(text) ?? []
  if (moment === undefined) return null
  const ms = Date.parse(`${moment.replace(' ', 'T')}${zone === undefined || zone === 'UTC' ? 'Z' : zone}`)
  return Number.isNaN(ms) ? null : dayOf(ms)
}
