import { describe, expect, test } from 'vitest'
import { admitSocket } from '../../src/admission/slices.ts'
import type { Terms } from '../../src/meter/terms.ts'
import type { Reading } from '../../src/usage/usage.ts'
import { idOf } from '../ledger/rows.ts'
import { claimOf } from '../meter/claims.ts'
import { askingOf, budgetOf, portsOf, usd } from './stage.ts'

/** A realtime socket's handshake on a Meter of its own. */
async function open(terms: Terms, sums: 'realtime' | 'duration' = 'realtime') {
  const stage = portsOf()
  const { asked, opening, caller, config } = askingOf(
    'POST /v1/chat/completions',
    { model: 'gpt-realtime' },
    terms,
  )
  const found = await admitSocket({ route: asked.route, sums, opening, caller, terms, config }, stage.ports)
  return { found, stage, held: () => stage.money(terms) }
}

/** Two windows in, and one answer of the model's most. */
async function sliceOf(): Promise<number> {
  const { found } = await open(budgetOf(1_000 * usd))
  if (!found.ok || found.value.held.slice === null) throw new Error('no slice')
  return found.value.held.slice
}

function used(input: number, output: number): Reading {
  return { usage: { input, output }, model: 'gpt-realtime', final: true, failed: false }
}

describe('a socket under a budget', () => {
  test('holds two slices from its start: one that runs, and one that may begin before its usage is told', async () => {
    const slice = await sliceOf()
    const { found, held } = await open(budgetOf(2 * slice))
    expect([slice > 0, found.ok, held()]).toEqual([true, true, [0, 2 * slice]])
    const { found: short, held: nothing } = await open(budgetOf(2 * slice - 1))
    expect([short, nothing()]).toEqual([
      { ok: false, refusal: expect.objectContaining({ reason: 'insufficient_quota' }) },
      [0, 0],
    ])
  })

  test('goes on as long as two more fit beside what it consumed, and is told when they do not', async () => {
    const slice = await sliceOf()
    // Text at 4 and 16 USD a million: 0.02 USD a response.
    const { found, held } = await open(budgetOf(2 * slice + 30_000_000))
    if (!found.ok) throw new Error('refused')
    const { spend } = found.value
    expect(await spend(used(1000, 1000))).toBeNull()
    expect(held()).toEqual([0, 2 * slice + 20_000_000])
    expect(await spend(used(2000, 2000))).toEqual({
      reason: 'insufficient_quota',
      message: 'What is left of this key does not hold another response.',
    })
    expect(held()).toEqual([0, 2 * slice + 20_000_000])
  })

  test('asks the Meter once for each change of what it consumed', async () => {
    const { found, stage } = await open(budgetOf(1_000 * usd))
    if (!found.ok) throw new Error('refused')
    const { spend } = found.value
    expect(await spend({ final: false, failed: false })).toBeNull()
    expect(await spend(used(1, 1))).toBeNull()
    stage.leave()
    expect(await spend(used(1, 1))).toBeNull()
    expect(await spend(used(1, 2))).toMatchObject({ reason: 'insufficient_quota' })
  })

  test('is refused frames that bring tools which the provider runs, but not in a soft budget', async () => {
    const frame = {
      type: 'session.update',
      session: { tools: [{ type: 'mcp', server_url: 'https://a.test' }] },
    }
    const refuses = async (terms: Terms): Promise<unknown> => {
      const { found } = await open(terms)
      return found.ok && found.value.refuses(frame, JSON.stringify(frame))
    }
    expect([await refuses(budgetOf(1_000 * usd)), await refuses(budgetOf(usd, { mode: 'soft' }))]).toEqual([
      {
        ok: false,
        refusal: expect.objectContaining({ reason: 'unbounded', param: 'session.tools' }),
      },
      null,
    ])
  })

  test('that is soft holds as much, goes on while anything is left, and ends when all is spent', async () => {
    const slice = await sliceOf()
    const { found, stage, held } = await open(budgetOf(30_000_000, { mode: 'soft' }))
    if (!found.ok) throw new Error('refused')
    const { spend } = found.value
    expect(held()).toEqual([0, 2 * slice])
    expect(await spend(used(2000, 2000))).toBeNull()
    expect(held()).toEqual([0, 2 * slice + 40_000_000])
    stage.open(idOf(2), claimOf({ terms: budgetOf(30_000_000, { mode: 'soft' }) }))
    stage.close(idOf(2), 30_000_000)
    expect(await spend(used(2000, 2001))).toMatchObject({ reason: 'insufficient_quota' })
  })

  test('of sound without an end is refused', async () => {
    const { found } = await open(budgetOf(1_000 * usd), 'duration')
    expect(found).toMatchObject({ ok: false, refusal: { reason: 'unbounded', param: 'socket' } })
  })
})

test('a socket of a key with rates holds tokens, and no money', async () => {
  const { found, stage } = await open({ budget: null, limits: { tpm: 10_000_000 } })
  expect([found.ok && found.value.held.slice, stage.money()]).toEqual([0, [0, 0]])
})
