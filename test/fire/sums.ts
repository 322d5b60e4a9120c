import type { MeterState } from '../support/faults.ts'
import type { Row } from '../../src/ledger/row.ts'
import type { Dispatch } from './dispatch.ts'
import type { FireKey, HardBudget } from './keys.ts'

/** Sums that do not agree, a sentence each. */
export interface Sums {
  dispatches: readonly Dispatch[]
  rows: readonly Row[]
  budgets: readonly HardBudget[]
  keys: Readonly<Record<string, FireKey>>
  /** At the end, by the Meter's name. */
  meters: Readonly<Record<string, MeterState>>
  /** What holders of budgets are told, in nano-USD, by key. */
  told: Readonly<Record<string, { spent: number; reserved: number }>>
  /** The table `daily`, and what it must be. */
  daily: readonly object[]
  recounted: readonly object[]
}

/** Whatever is overshot, or does not add up. */
export function faultsOfSums(sums: Sums): string[] {
  return [...overshot(sums), ...unsettled(sums), ...mistold(sums), ...misfiled(sums)]
}

/** By the vendors' book, and by the ledger's. */
function overshot({ dispatches, rows, budgets }: Sums): string[] {
  return budgets.flatMap(({ name, keys, nanoUsd }) => {
    const asked = sumOf(dispatches.filter(({ key }) => keys.includes(key)).map(({ charged }) => charged))
    const written = costOfRows(rows, keys)
    return [
      ...(asked > nanoUsd
        ? [`the budget ${name} of ${nanoUsd} was overshot: the vendors ask for ${asked}`]
        : []),
      ...(written > nanoUsd
        ? [`the budget ${name} of ${nanoUsd} was overshot: its rows say ${written}`]
        : []),
    ]
  })
}

function unsettled({ rows, keys, meters }: Sums): string[] {
  return Object.entries(meters).flatMap(([name, { open, waiting, reservedNano, spentNano }]) => {
    const ids = Object.keys(keys).filter((id) => keys[id]?.meter === name)
    const written = costOfRows(rows, ids)
    const faults: [is: boolean, sentence: string][] = [
      [open > 0, `the Meter ${name} has ${open} open rows`],
      [waiting > 0, `the outbox of the Meter ${name} has ${waiting} rows`],
      [reservedNano !== 0, `the Meter ${name} holds ${reservedNano} for nobody`],
      [spentNano !== written, `the Meter ${name} has spent ${spentNano}, its rows say ${written}`],
    ]
    return faults.filter(([is]) => is).map(([, sentence]) => sentence)
  })
}

function mistold({ rows, keys, told }: Sums): string[] {
  return Object.entries(told).flatMap(([id, { spent, reserved }]) => {
    const ids = Object.keys(keys).filter((other) => keys[other]?.meter === keys[id]?.meter)
    const written = costOfRows(rows, ids)
    if (spent === written && reserved === 0) return []
    return [`the key ${id} is told of ${spent} spent and ${reserved} reserved, its rows say ${written}`]
  })
}

function misfiled({ daily, recounted }: Sums): string[] {
  const [is, should] = [daily, recounted].map((list) => new Set(list.map(inOrder)))
  const wrong = [...(is ?? [])].filter((entry) => !should?.has(entry))
  const missing = [...(should ?? [])].filter((entry) => !is?.has(entry))
  return [
    ...wrong.map((entry) => `daily has ${entry}, which a recount has not`),
    ...missing.map((entry) => `a recount has ${entry}, which daily has not`),
  ]
}

/** Two queries may name their columns in two orders. */
function inOrder(entry: object): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(entry).sort(([one], [other]) => (one < other ? -1 : 1))),
  )
}

function costOfRows(rows: readonly Row[], keys: readonly string[]): number {
  return sumOf(rows.filter(({ key_id: id }) => keys.includes(id)).map(({ cost_nano_usd: cost }) => cost ?? 0))
}

function sumOf(list: readonly number[]): number {
  return list.reduce((sum, each) => sum + each, 0)
}
