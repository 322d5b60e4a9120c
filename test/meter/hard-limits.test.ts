import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Account } from '../../src/meter/account.ts'
import type { Period, Terms } from '../../src/meter/terms.ts'
import { windowAt } from '../../src/meter/window.ts'
import { noon } from '../ledger/rows.ts'
import { usd } from './claims.ts'
import { machineOf, steps } from './machine.ts'

const terms = fc.record({
  budget: fc.record({
    nanoUsd: fc.constantFrom(1, usd / 4, usd, 5 * usd),
    per: fc.constantFrom<Period>('day', 'week', 'month', 'total'),
    mode: fc.constant('hard' as const),
  }),
  limits: fc.option(
    fc.record({ rpm: fc.integer({ min: 1, max: 9 }), parallel: fc.integer({ min: 1, max: 9 }) }),
  ),
})

type Stage = ReturnType<typeof machineOf>['machine']

/** What the plain list says is charged, in total and in the window of each moment that it knows. */
function charged({ known, now }: Stage, { budget }: Terms): { window: number; all: number; worst: number } {
  const per = budget?.per ?? 'total'
  const windows = new Map<number, number>()
  const nameOf = (at: number) => windowAt(per, at)?.first ?? 0
  let all = 0
  for (const { openedAt, nano } of known.values()) {
    windows.set(nameOf(openedAt), (windows.get(nameOf(openedAt)) ?? 0) + nano)
    all += nano
  }
  return { window: windows.get(nameOf(now)) ?? 0, all, worst: Math.max(0, ...windows.values()) }
}

/** The account of a Meter, and what a walk over its storage finds. */
function accounts({ shelf, now }: Stage, keys: readonly string[]) {
  const { base } = shelf.rows.remembered()
  const walked = new Account(base)
  const entries = shelf.rows.entries()
  for (const entry of entries) walked.change(null, entry)
  const told = (account: Account) =>
    keys.map((key) => {
      const { money, running, recent } = account.standingOf(key, now)
      const days = [...money.days].sort(([one], [other]) => one - other)
      const seen = recent.map(({ openedAt, tokens, state }) => `${openedAt} ${tokens} ${state}`).sort()
      return { days, total: money.total, running, recent: seen }
    })
  const reserved = entries.filter(({ state }) => state === 'open').reduce((sum, { nano }) => sum + nano, 0)
  return { kept: told(shelf.account), walked: told(walked), reserved }
}

/** The one thing that may be thrown. */
function isFull(error: unknown): void {
  if (!String(error).includes('The Meter is full')) throw error
}

describe('whatever happens in whatever order', () => {
  test('spent and reserved of a window never pass a hard limit', async () => {
    await fc.assert(
      fc.asyncProperty(terms, steps(false), async (terms, taken) => {
        const { machine, take } = machineOf(terms, noon)
        for (const step of taken) {
          await take(step)
          expect(charged(machine, terms).worst).toBeLessThanOrEqual(terms.budget.nanoUsd)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('nothing is promised above the limit where keys without limits have spent from the same budget', async () => {
    await fc.assert(
      fc.asyncProperty(terms, steps(true), async (terms, taken) => {
        const { machine, take } = machineOf(terms, noon)
        const above: number[] = []
        for (const step of taken) {
          const promised = await take(step)
          const { window } = charged(machine, terms)
          if (promised && step.do === 'open' && window > terms.budget.nanoUsd) above.push(window)
        }
        expect(above).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('the account is what a walk over base and rows finds, and counts nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(terms, steps(true), async (terms, taken) => {
        const { machine, take } = machineOf(terms, noon, { rows: 20, jobs: 2 })
        for (const step of taken) {
          await take(step).catch(isFull)
          const { kept, walked, reserved } = accounts(machine, ['alice', 'bob'])
          expect(kept).toEqual(walked)
          const total = kept[0]?.total
          const { all } = charged(machine, terms)
          expect(total).toEqual({ spent: all - reserved, reserved })
        }
      }),
      { numRuns: 100 },
    )
  })

  test('no minute has more requests of a key than it may have, and no moment', async () => {
    await fc.assert(
      fc.asyncProperty(terms, steps(false), async (terms, taken) => {
        const { machine, take } = machineOf(terms, noon)
        const { rpm, parallel } = { rpm: Infinity, parallel: Infinity, ...terms.limits }
        for (const step of taken) {
          const before = machine.known.size
          await take(step)
          const admitted = machine.known.size > before
          const ofKey = [...machine.known].filter(([, { key }]) => 'key' in step && key === step.key)
          const states = ofKey.map(([id, { openedAt }]) => ({ entry: machine.shelf.get(id), openedAt }))
          const inMinute = states.filter(
            ({ entry, openedAt }) => entry && openedAt > machine.now - 60_000 && openedAt <= machine.now,
          )
          const running = states.filter(({ entry }) => entry?.state === 'open' && entry.job === null)
          const over = admitted && (inMinute.length > rpm || running.length > parallel)
          expect({ over, inMinute: inMinute.length, running: running.length }).toMatchObject({ over: false })
        }
      }),
      { numRuns: 100 },
    )
  })

  test('what has ended holds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(terms, steps(false), async (terms, taken) => {
        const { machine, take } = machineOf(terms, noon)
        for (const step of taken) await take(step)
        machine.now += 60 * 86_400_000
        await take({ do: 'alarm', fails: false })
        const standing = machine.book.standing('alice', { budget: null, limits: null }, machine.now)
        expect(standing).toEqual({
          spentNano: charged(machine, terms).all,
          reservedNano: 0,
          resetsAt: null,
          requestsLastMinute: 0,
          tokensLastMinute: 0,
          running: 0,
        })
      }),
      { numRuns: 100 },
    )
  })
})
