import type { Period } from './period.ts'
import type { Price, PricedRow } from './recost-rows.ts'
import { tableOf } from './table.ts'
import { usdText } from './usd.ts'

interface ModelChanges {
  rows: number
  changed: number
  /** Integer nano-USD, an unknown cost as 0. */
  before: bigint
  after: bigint
  unpricedBefore: number
  unpricedAfter: number
}

export interface Changes {
  models: Map<string, ModelChanges>
  kept: { fixed: number; estimated: number }
}

export function noChanges(): Changes {
  return { models: new Map(), kept: { fixed: 0, estimated: 0 } }
}

/** Counts what becomes of one row. */
export function noteRow(
  changes: Changes,
  row: PricedRow,
  kept: 'fixed' | 'estimated' | null,
  fresh: Price | null,
): void {
  if (kept !== null) changes.kept[kept] += 1
  if (fresh === null) return
  const name = row.model ?? ''
  const model = changes.models.get(name) ?? {
    rows: 0,
    changed: 0,
    before: 0n,
    after: 0n,
    unpricedBefore: 0,
    unpricedAfter: 0,
  }
  changes.models.set(name, model)
  model.rows += 1
  if (fresh.nanoUsd !== row.cost_nano_usd || fresh.priceId !== row.price_id) model.changed += 1
  model.before += BigInt(row.cost_nano_usd ?? 0)
  model.after += BigInt(fresh.nanoUsd ?? 0)
  if (row.cost_nano_usd === null) model.unpricedBefore += 1
  if (fresh.nanoUsd === null) model.unpricedAfter += 1
}

export function describeRecost(changes: Changes, { from, to }: Period, dry: boolean, json: boolean): string {
  const models = [...changes.models].sort(([one], [other]) => one.localeCompare(other))
  if (json)
    return JSON.stringify({ from, to, dry_run: dry, models: models.map(asJson), kept: changes.kept }, null, 2)
  const changed = models.filter(([, model]) => model.changed > 0)
  const total = models.reduce((sum, [, model]) => sum + model.changed, 0)
  const looked = models.reduce((sum, [, model]) => sum + model.rows, 0)
  const headings = [
    'model',
    'rows',
    'changed',
    'USD before',
    'USD after',
    'difference',
    'unpriced before',
    'after',
  ]
  const lines = changed.map(([name, model]) => [
    name,
    model.rows,
    model.changed,
    usdText(model.before),
    usdText(model.after),
    usdText(model.after - model.before),
    model.unpricedBefore,
    model.unpricedAfter,
  ])
  const { fixed, estimated } = changes.kept
  const says = [
    changed.length === 0 ? '' : `${tableOf(headings, lines)}\n`,
    `${looked} rows from ${from} to ${to} (UTC) were priced again; ${total} ${dry ? 'would change (--dry-run: nothing is written)' : 'changed, and daily with them'}.`,
    fixed === 0
      ? ''
      : `${fixed} rows keep what the provider stated, the operator fixed or a cache made free.`,
    estimated === 0 ? '' : `${estimated} rows keep an estimate: what they consumed was never reported.`,
    total === 0 || dry ? '' : 'Budgets go on with what was charged at the time: the Meter is not rewritten.',
  ]
  return says.filter((line) => line !== '').join('\n')
}

function asJson([model, changes]: [string, ModelChanges]): object {
  const { rows, changed, before, after, unpricedBefore, unpricedAfter } = changes
  return {
    model,
    rows,
    changed,
    cost_nano_usd_before: Number(before),
    cost_nano_usd_after: Number(after),
    unpriced_before: unpricedBefore,
    unpriced_after: unpricedAfter,
  }
}
