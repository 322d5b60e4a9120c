import * as fc from 'fast-check'
import { Book } from '../../src/meter/book.ts'
import { deliver } from '../../src/meter/delivery.ts'
import { Dispatcher } from '../../src/meter/dispatcher.ts'
import { Shelf } from '../../src/meter/shelf.ts'
import type { Ceilings } from '../../src/meter/shelf.ts'
import type { Claim, Terms } from '../../src/meter/terms.ts'
import { idOf, labelOf, openRowOf, rowOf } from '../ledger/rows.ts'
import { createStorage } from '../support/sql-storage.ts'
import { claimOf } from './claims.ts'

/** One thing that happens to a Meter. `row` and `job` choose among those that there are. */
export type Step =
  | { do: 'open'; key: string; claim: Partial<Claim> | null }
  | { do: 'beat' | 'abandon' | 'again'; row: number }
  | { do: 'close'; row: number; part: number | null }
  | { do: 'extend'; row: number; nano: number }
  | { do: 'readmit'; row: number; claim: Partial<Claim>; beside: number }
  | { do: 'defer'; row: number; job: number; part: number }
  | { do: 'finish'; key: string; job: number; part: number | null }
  | { do: 'poll'; key: string; job: number }
  | { do: 'alarm'; fails: boolean }
  | { do: 'wake' }
  | { do: 'pass'; ms: number }

const key = fc.constantFrom('alice', 'bob')
const row = fc.nat(30)
const job = fc.nat(1)
const part = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 })
const claim = fc.record({
  fixedNano: fc.nat(2e8),
  nanoPerMillionOutput: fc.nat(1e12),
  fixedTokens: fc.nat(5000),
  times: fc.integer({ min: 1, max: 3 }),
  output: fc.option(fc.record({ wanted: fc.nat(5000), least: fc.nat(1500), explicit: fc.boolean() }), {
    freq: 4,
  }),
  patient: fc.boolean(),
})
const seconds = fc.integer({ min: -5, max: 40 }).map((count) => count * 1000)
const minutes = fc.integer({ min: -90, max: 90 }).map((count) => count * 60_000)
const days = fc.integer({ min: -9, max: 9 }).map((count) => count * 86_400_000)

/** `unlimited`: some requests make no claim. */
export function steps(unlimited: boolean): fc.Arbitrary<Step[]> {
  const opening = unlimited ? fc.option(claim, { freq: 2 }) : claim
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('open'), key, claim: opening }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('close'), row, part }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('beat', 'abandon', 'again'), row }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('extend'), row, nano: fc.nat(1e9) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('readmit'), row, claim, beside: fc.nat(1e8) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('defer'),
        row,
        job,
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('finish'), key, job, part }) },
    fc.record({ do: fc.constant('poll'), key, job }),
    { weight: 4, arbitrary: fc.record({ do: fc.constant('alarm'), fails: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wake') }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.oneof(seconds, minutes, days) }) },
  )
  return fc.array(step, { maxLength: 80, size: 'max' })
}

/** What the test knows of a request by itself: when it was opened and what it is charged. */
interface Known {
  key: string
  openedAt: number
  nano: number
  job: string | null
}

/** A Meter without its alarm and its D1, beside a plain list of what everything costs. */
export function machineOf(terms: Terms, start: number, ceilings?: Ceilings) {
  const storage = createStorage()
  const wake = () => {
    const shelf = new Shelf(storage, ceilings)
    return { shelf, book: new Book(shelf), dispatcher: new Dispatcher(shelf) }
  }
  const machine = { storage, now: start, known: new Map<string, Known>(), opened: 0, ...wake() }

  function chosen(index: number): [string, Known] | undefined {
    const all = [...machine.known].filter(([id]) => machine.shelf.get(id) !== undefined)
    return all[index % Math.max(1, all.length)]
  }
  const costOf = ({ nano }: Known, part: number | null): number | null =>
    part === null ? null : Math.floor(nano * part)

  /** Takes a step. True if the Meter promised somebody more money by it. */
  async function take(step: Step): Promise<boolean> {
    const { book, dispatcher, shelf, known, now } = machine
    switch (step.do) {
      case 'open': {
        const id = idOf((machine.opened += 1))
        const claim = step.claim === null ? null : claimOf({ ...step.claim, terms })
        const opening = openRowOf({ id, key_id: step.key, at: now })
        const verdict = book.open(opening, labelOf({ key_id: step.key }), claim, now)
        if (verdict.how !== 'admitted') return false
        known.set(id, { key: step.key, openedAt: now, nano: verdict.reservedNano, job: null })
        return verdict.reservedNano > 0
      }
      case 'alarm': {
        dispatcher.loseSilent(now)
        const batch = dispatcher.batch()
        const write = async () => {
          if (step.fails) throw new Error('Network connection lost')
        }
        dispatcher.settle(batch, await deliver(batch, write, 1), now, 0)
        dispatcher.conclude(batch.length > 0, now)
        return false
      }
      case 'wake':
        Object.assign(machine, wake())
        return false
      case 'pass':
        machine.now += step.ms
        return false
      case 'poll':
        book.jobs.poll(step.key, String(step.job), now)
        return false
      case 'finish': {
        const id = shelf.jobs.find(step.key, String(step.job))
        const it = id === undefined ? undefined : known.get(id)
        const wasClosed = id !== undefined && shelf.get(id)?.state === 'closed'
        const cost = it === undefined ? 0 : costOf(it, step.part)
        const finding = { ...rowOf({ cost_nano_usd: cost }), outcome: 'complete' } as const
        const { key_id: _key, id: _id, ...told } = finding
        const finished = book.finish(step.key, String(step.job), told, now)
        if (it !== undefined && !wasClosed && finished === 'billed') it.nano = cost ?? it.nano
        return false
      }
    }
    const [id, it] = chosen(step.row) ?? []
    if (id === undefined || it === undefined) return false
    const changes = { id, key_id: it.key, at: it.openedAt }
    const state = shelf.get(id)?.state
    switch (step.do) {
      case 'again':
        book.open(openRowOf(changes), labelOf(), claimOf({ terms }), now)
        return false
      case 'beat':
        book.beat(id, now)
        return false
      case 'abandon':
        book.abandon(id)
        if (shelf.get(id) === undefined) known.delete(id)
        return false
      case 'extend': {
        const more = step.nano > it.nano
        if (!book.extend(id, { nano: step.nano, tokens: 10 }, terms, now)) return false
        it.nano = step.nano
        return more
      }
      case 'readmit': {
        const verdict = book.readmit(
          id,
          claimOf({ ...step.claim, terms }),
          { nano: step.beside, tokens: 0 },
          now,
        )
        if (verdict.how !== 'admitted') return false
        const more = verdict.reservedNano > it.nano
        it.nano = verdict.reservedNano
        return more
      }
      case 'defer':
        if (state === 'open') it.nano = Math.floor(it.nano * step.part)
        book.defer(openRowOf(changes), labelOf(), String(step.job), it.nano, now)
        return false
      case 'close': {
        const cost = costOf(it, step.part)
        if (state !== 'closed') it.nano = cost ?? it.nano
        book.close(rowOf({ ...changes, cost_nano_usd: cost }), labelOf({ key_id: it.key }), now)
        return false
      }
    }
  }
  return { machine, take }
}
