import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, vi } from 'vitest'
import { applySchema } from '../../src/ledger/schema.ts'
import type { Row } from '../../src/ledger/row.ts'
import type { Meter } from '../../src/meter/meter.ts'
import { labelOf, noon } from '../ledger/rows.ts'
import { emptyBindings } from '../support/empty-bindings.ts'

export const minute = 60_000

/**
 * Each test of the file starts with empty bindings, the ledger's tables, noon on the clock and a silent console. The
 * clock is years ahead of the machine's, so no alarm goes off but by `runDurableObjectAlarm`.
 * Returns what the console was given as errors.
 */
export function setStage(): string[] {
  const errors: string[] = []
  beforeEach(async () => {
    await emptyBindings()
    await applySchema(env.DB)
    vi.useFakeTimers({ toFake: ['Date'], now: noon })
    errors.length = 0
    vi.spyOn(console, 'error').mockImplementation((text: string) => void errors.push(text))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
  return errors
}

export function meterOf(name = 'alice'): DurableObjectStub<Meter> {
  return env.METER.getByName(name)
}

/** Lets time pass without anything happening. */
export function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}

/** Closes rows without a call for each, for the sake of speed. */
export async function closeAll(rows: Row[]): Promise<void> {
  await runInDurableObject(meterOf(), async (meter) => {
    for (const row of rows) await meter.close(row, labelOf())
  })
}

/** How far the alarm is ahead, in ms; null if none stands. */
export async function alarmIn(stub: DurableObjectStub<Meter>): Promise<number | null> {
  const at = await runInDurableObject(stub, (_meter, state) => state.storage.getAlarm())
  return at === null ? null : at - Date.now()
}

/** Lets the time pass until the alarm is due, and rings it. False if none stands. */
export async function ring(stub: DurableObjectStub<Meter>): Promise<boolean> {
  pass((await alarmIn(stub)) ?? 0)
  return runDurableObjectAlarm(stub)
}

/** What the object has in storage, without the rows themselves. */
export function stored(
  stub: DurableObjectStub<Meter>,
): Promise<{ id: string; state: string; rev: number }[]> {
  return runInDurableObject(stub, (_meter, state) =>
    state.storage.sql
      .exec<{ id: string; state: string; rev: number }>('SELECT id, state, rev FROM rows ORDER BY id')
      .toArray(),
  )
}

/**
 * Stands between whoever writes and D1's `batch`. `before` sees the rows of each ledger write and may throw in its
 * place. Returns what was let through, a list of ids a write.
 */
export function watchLedger(before: (ids: string[]) => void | Promise<void> = () => undefined): string[][] {
  const through: string[][] = []
  const database: D1Database = Object.getPrototypeOf(env.DB)
  const statement: D1PreparedStatement = Object.getPrototypeOf(env.DB.prepare('SELECT 1'))
  const { batch } = database
  const { bind } = statement
  const sent = new WeakMap<D1PreparedStatement, string[]>()
  vi.spyOn(statement, 'bind').mockImplementation(function (this: D1PreparedStatement, ...values) {
    const bound = bind.apply(this, values)
    const [text] = values
    const rows: unknown = typeof text === 'string' && text.startsWith('[') ? JSON.parse(text) : []
    if (Array.isArray(rows))
      sent.set(
        bound,
        rows.map(({ id }: { id: string }) => id),
      )
    return bound
  })
  vi.spyOn(database, 'batch').mockImplementation(async function (this: D1Database, statements) {
    const [first] = statements
    const ids = (first && sent.get(first)) ?? []
    await before(ids)
    const answer = await batch.call(this, statements)
    through.push(ids)
    return answer as never
  })
  return through
}
