import type { ProviderExport, Sums } from './provider-export.ts'
import { tableOf, type Cell } from './table.ts'
import { usdText } from './usd.ts'

type Measure = keyof Sums
const measures = ['input', 'output', 'cost'] as const satisfies readonly Measure[]

/** A day and model, as both sides have it; undefined where a side does not have it at all. */
interface Line {
  day: string
  model: string
  ours: Sums | undefined
  theirs: Sums | undefined
}

export interface Drift {
  lines: Line[]
  /** The sum of the absolute differences in percent of what the export says; null where that is 0. */
  percent: Partial<Record<Measure, number | null>>
  /** Measures whose drift is above the tolerance. */
  above: Measure[]
  tolerance: number
}

/** Absolute differences are added up: too much of one model does not make up for too little of another. */
export function compare(ours: ReadonlyMap<string, Sums>, theirs: ProviderExport, tolerance: number): Drift {
  const names = [...new Set([...theirs.sums.keys(), ...ours.keys()])].sort()
  const lines = names.map((name): Line => {
    const [day = '', model = ''] = name.split(/ (.*)/s)
    return { day, model, ours: ours.get(name), theirs: theirs.sums.get(name) }
  })
  const drift: Drift = { lines, percent: {}, above: [], tolerance }
  for (const measure of measures) {
    if (theirs.columns[measure].length === 0) continue
    const off = sum(
      lines.map((line) => magnitude((line.ours?.[measure] ?? 0n) - (line.theirs?.[measure] ?? 0n))),
    )
    const whole = sum(lines.map((line) => line.theirs?.[measure] ?? 0n))
    const percent = whole === 0n ? (off === 0n ? 0 : null) : percentOf(off, whole)
    drift.percent[measure] = percent
    if (percent === null || percent > tolerance) drift.above.push(measure)
  }
  return drift
}

export function describeDrift(drift: Drift, theirs: ProviderExport, json: boolean): string {
  if (json) return JSON.stringify(asJson(drift, theirs), null, 2)
  const compared = measures.filter((measure) => theirs.columns[measure].length > 0)
  const headings = [
    'day (UTC)',
    'model',
    ...compared.flatMap((measure) => [`${measure} here`, 'there', 'drift %']),
  ]
  const rows = drift.lines.map((line) => [
    line.day,
    line.model,
    ...compared.flatMap((measure) => cellsOf(line, measure)),
  ])
  const totals = compared.map((measure) => {
    const percent = drift.percent[measure] ?? null
    const mark = drift.above.includes(measure) ? `, above ${drift.tolerance} %` : ''
    return `  ${measure}: ${percent === null ? 'there is nothing in the export' : `${percent} %`}${mark}`
  })
  const mistakes = theirs.mistakes.map(({ place, message }) => `  ${place}: ${message}`)
  const parts = [
    tableOf(headings, rows),
    ['Drift over all, in absolute differences:', ...totals].join('\n'),
    mistakes.length === 0 ? '' : ['Lines that could not be read:', ...mistakes].join('\n'),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function cellsOf({ ours, theirs }: Line, measure: Measure): Cell[] {
  const here = ours?.[measure] ?? null
  const there = theirs?.[measure] ?? null
  const shown = (amount: bigint | null): Cell =>
    amount === null ? null : measure === 'cost' ? usdText(amount) : Number(amount)
  const percent = there === null || there === 0n ? null : percentOf((here ?? 0n) - there, there)
  return [shown(here), shown(there), percent === null ? null : percent.toFixed(2)]
}

function asJson({ lines, percent, above, tolerance }: Drift, { days, mistakes }: ProviderExport): object {
  const plain = (sums: Sums | undefined) =>
    sums && {
      input_tokens: sums.input === null ? null : Number(sums.input),
      output_tokens: sums.output === null ? null : Number(sums.output),
      cost_nano_usd: sums.cost === null ? null : Number(sums.cost),
    }
  return {
    ...days,
    tolerance_percent: tolerance,
    drift_percent: percent,
    above,
    rows: lines.map(({ day, model, ours, theirs }) => ({
      day,
      model,
      ledger: plain(ours) ?? null,
      export: plain(theirs) ?? null,
    })),
    mistakes,
  }
}

/** With two decimals. */
function percentOf(part: bigint, whole: bigint): number {
  return Number((part * 10_000n) / whole) / 100
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
