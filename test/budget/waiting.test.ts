import { describe, expect, test } from 'vitest'
import type { Caller } from '../../src/keys/check.ts'
import { builtInConfig, type Config } from '../../src/keys/config.ts'
import type { MeterPort } from '../../src/meter/port.ts'
import { unlimited } from '../../src/meter/terms.ts'
import type { Ports } from '../../src/ports.ts'
import { proxy } from '../../src/proxy.ts'
import { accept } from '../../src/refusal/refusal.ts'
import { readSettings } from '../../src/settings.ts'
import { createLearned } from '../../src/upstream/learned.ts'
import { idOf } from '../ledger/rows.ts'
import { stageOf } from '../meter/book-stage.ts'
import { claimOf } from '../meter/claims.ts'
import { callerWith, place } from '../route/journeys.ts'

const answerText = '{"model":"gpt-4o","usage":{"prompt_tokens":1,"completion_tokens":1}}'
const never = new Promise<never>(() => {})

/** What the clients of these tests ask for leads to either of two targets. */
const chain = ['openai/gpt-4o', 'openai/gpt-4.1'].map((to) => {
  return { to, weight: null, timeoutMs: null, cacheTtl: null, query: {} }
})
const chained: Config = {
  ...builtInConfig,
  aliases: { exact: new Map([['gpt-4o', chain]]), globs: [] },
}

/** One chat of a key, at a Meter whose `open` answers like this; `happened` in its order. */
function chatOf(
  key: Partial<Caller>,
  open: Promise<'unreachable' | typeof unlimited>,
  config = builtInConfig,
) {
  const happened: string[] = []
  const kept: Promise<unknown>[] = []
  const meter: MeterPort = {
    open(_row, _label, claim) {
      happened.push(claim === null ? 'opened beside' : 'asked')
      return open
    },
    close: async ({ outcome }) => void happened.push(`closed ${outcome}`),
    extend: async () => 'unreachable',
    readmit: async () => 'unreachable',
    standing: async () => 'unreachable',
    awaited: async () => 'unreachable',
    waiting: async () => 'unreachable',
    finish: async () => 'unreachable',
    abandon: async () => {},
    beat: async () => {},
    defer: async () => {},
    poll: async () => {},
  }
  const ports: Ports = {
    settings: readSettings({ CF_AIG_TOKEN: 'gateway-token' }).settings,
    gateway: { ...place, url: 'https://gateway.test/v1' },
    buffers: { held: 0 },
    learned: createLearned(),
    keys: {
      lookup: async () => accept({ caller: callerWith(key), config, configProblem: null }),
    },
    async fetch() {
      happened.push('sent')
      const headers = { 'content-type': 'application/json', 'content-length': String(answerText.length) }
      return new Response(answerText, { headers })
    },
    meter: () => meter,
    now: () => 1000,
    newId: () => 'r1',
    random: () => 0,
    later: (work) => void kept.push(work),
  }
  const request = new Request('https://tollgate.test/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: 'Bearer sk-alice' },
    body: '{"model":"gpt-4o","max_completion_tokens":9,"messages":[]}',
  })
  const answer = proxy(request, ports)
  return { answer, happened, kept }
}

const limited: Partial<Caller>[] = [
  { budget: { usd: 1, per: 'day', mode: 'hard' } },
  { budget: { usd: 1, per: 'day', mode: 'soft' } },
  { limits: { rpm: 1 } },
]

describe('a key without limits', () => {
  test('has its answer while its Meter has not said a word, and its row is opened after it was sent', async () => {
    const { answer, happened, kept } = chatOf({}, never)
    const { status } = await answer
    await kept.at(-1)
    expect([status, happened]).toEqual([200, ['sent', 'opened beside', 'closed complete']])
  })

  test('has it too when the Meter is away', async () => {
    const { answer, happened, kept } = chatOf({}, Promise.resolve('unreachable'))
    const { status } = await answer
    await Promise.all(kept)
    expect([status, happened]).toEqual([200, ['sent', 'opened beside', 'closed complete']])
  })
})

describe('a key with limits', () => {
  test.each(limited)('%j is refused while its Meter is away, and nothing goes up', async (key) => {
    const { answer, happened } = chatOf(key, Promise.resolve('unreachable'))
    const { status, headers } = await answer
    expect([status, headers.get('retry-after'), headers.get('x-should-retry'), happened]).toEqual([
      503,
      '2',
      null,
      ['asked'],
    ])
  })

  test.each(limited)(
    '%j asks it once for a whole chain: what is taken back would be the next target’s',
    async (key) => {
      const { answer, happened } = chatOf(key, Promise.resolve('unreachable'), chained)
      const { status } = await answer
      expect([status, happened]).toEqual([503, ['asked']])
    },
  )

  test('goes up only when its Meter has let it in', async () => {
    let letIn = (_verdict: typeof unlimited): void => {}
    const asked = new Promise<typeof unlimited>((resolve) => (letIn = resolve))
    const { answer, happened, kept } = chatOf({ limits: { rpm: 1 } }, asked)
    await expect.poll(() => happened).toEqual(['asked'])
    letIn(unlimited)
    const { status } = await answer
    await Promise.all(kept)
    expect([status, happened]).toEqual([200, ['asked', 'sent', 'closed complete']])
  })
})

test('a thousand opens without a close are held to the end of the budget, and not beyond', async () => {
  const stage = stageOf()
  const claim = claimOf({ fixedNano: 2_000_000, output: null })
  const verdicts = Array.from({ length: 1000 }, (_, index) => stage.open(idOf(index), claim).how)
  expect(verdicts.filter((how) => how === 'admitted').length).toBe(500)
  expect(stage.money()).toEqual([0, 1_000_000_000])
  // Nobody vouches for them: after 15 minutes they count as spent.
  stage.now += 15 * 60_000
  await stage.alarm()
  expect(stage.money()).toEqual([1_000_000_000, 0])
  stage.close(idOf(0), 500_000)
  expect(stage.money()).toEqual([998_500_000, 0])
})
