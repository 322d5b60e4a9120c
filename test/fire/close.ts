import { setTimeout as pause } from 'node:timers/promises'
import type { Row } from '../../src/ledger/row.ts'
import { accountOf } from '../budget/burst.ts'
import { dailyRows, recount } from '../ledger/recount.ts'
import type { BuiltWorker } from '../support/built-worker.ts'
import { type MeterState, ringMeter, setFaults } from '../support/faults.ts'
import type { Dispatch } from './dispatch.ts'
import type { FireKey } from './keys.ts'

const minute = 60_000
/** More than the 15 minutes after which a silent request is lost. */
const silence = 16 * minute
/** More than the hour for which delivered rows are kept. */
const forgetting = silence + 62 * minute
/** What a request may take to be over: 25 s after its client has left, and some for its row. */
const longestMs = 40_000

/** What is left when everything is over. */
export interface Closed {
  rows: Row[]
  daily: object[]
  recounted: object[]
  /** After everything was delivered and forgotten. */
  meters: Record<string, MeterState>
  told: Record<string, { spent: number; reserved: number }>
}

/** Waits until every vendor is done with, and its row with the Meter. */
export async function waitForAll(book: readonly Dispatch[]): Promise<void> {
  const end = performance.now() + longestMs
  while (book.some(({ endedAt }) => endedAt === null) && performance.now() < end) await pause(100)
  await pause(1_500)
}

/**
 * Brings the Worker's clock forward until what nobody told the end of is lost and what is delivered is forgotten, and
 * lets every Meter's alarm ring; then reads what is left. The clock is the only thing that is not as it would be.
 */
export async function closeBooks(
  worker: BuiltWorker,
  keys: Readonly<Record<string, FireKey>>,
): Promise<Closed> {
  const { url } = worker
  const names = [...new Set(Object.values(keys).map(({ meter }) => meter))]
  const meters: Record<string, MeterState> = {}
  for (const aheadMs of [0, silence, forgetting]) {
    await setFaults(url, { database: 'here', lateMs: 0, aheadMs })
    for (const name of names) meters[name] = await ringUntilSent(url, name)
  }
  await setFaults(url, { aheadMs: 0 })
  const told: Closed['told'] = {}
  for (const [id, { token, record }] of Object.entries(keys))
    if ('budget' in record || 'wallet' in record) told[id] = await accountOf(url, token)
  const database = await worker.d1()
  const all = async <T>(query: string): Promise<T[]> => (await database.prepare(query).all<T>()).results
  return {
    rows: await all<Row>('SELECT * FROM requests'),
    daily: await all<object>(dailyRows),
    recounted: await all<object>(recount),
    meters,
    told,
  }
}

/** An alarm sends so many batches; a batch that failed waits for the next. */
async function ringUntilSent(url: string, name: string): Promise<MeterState> {
  for (let rings = 1; ; rings += 1) {
    const state = await ringMeter(url, name)
    if (state.waiting === 0 || rings === 20) return state
  }
}
