import { assert, boolean, integer, nat, option, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nothing, type Bound, type OutputBound } from '../../src/bound/bound.ts'
import { priceBound } from '../../src/bound/price-bound.ts'
import { settledBound } from '../../src/bound/settle.ts'
import { bounded, rates } from './asked.ts'

const answer: OutputBound = {
  fields: [['max_tokens']],
  asked: 1000,
  most: null,
  times: 1,
  more: 0,
  floor: 1000,
  hidden: false,
}
const bound: Bound = { ...nothing, models: ['m'], inputTokens: 2000, output: answer }

function gapOf(of: Partial<Bound>, at: Partial<typeof rates> = {}): unknown {
  return priceBound({ ...bound, ...of }, { ...rates, ...at }).unbounded?.field ?? null
}

describe('a bound at its price', () => {
  test('is linear in the output limit', () => {
    expect(priceBound(bound, rates)).toEqual({
      priced: {
        fixedNano: 2_000_000,
        nanoPerMillionOutput: 10_000_000_000,
        fixedTokens: 2000,
        times: 1,
        output: { wanted: 1000, least: 1000, explicit: true, write: false },
        inputTokens: 2000,
        inputRate: 1_000_000_000,
        outputRate: 10_000_000_000,
        fixedOutput: 0,
        feesNano: 0,
      },
      unbounded: null,
    })
  })

  test('counts every answer, what is beyond the limit, windows, turns and fees', () => {
    const { priced, unbounded } = priceBound(
      {
        ...bound,
        windows: 3,
        windowFor: 'tools',
        searches: 2,
        turns: 3,
        output: { ...answer, times: 3, more: 500 },
      },
      { ...rates, request: 7 },
    )
    expect(priced).toEqual({
      fixedNano: 302_000_000 + 15_000_000 + 20_000_000 + 21,
      nanoPerMillionOutput: 30_000_000_000,
      fixedTokens: 302_000 + 1500,
      times: 3,
      output: { wanted: 1000, least: 1000, explicit: true, write: false },
      inputTokens: 302_000,
      inputRate: 1_000_000_000,
      outputRate: 10_000_000_000,
      fixedOutput: 1500,
      feesNano: 20_000_021,
    })
    expect(unbounded).toBeNull()
  })

  test.each<[string, Partial<OutputBound>, Partial<typeof rates>, object]>([
    [
      'the model’s most without one of its own',
      { asked: null, floor: 1024 },
      {},
      { wanted: 16_384, least: 1024, explicit: false, write: false },
    ],
    [
      'one that has to be written where nobody has one',
      { asked: null, floor: 1024 },
      { maxOutput: null },
      { wanted: 4096, least: 1024, explicit: false, write: true },
    ],
    [
      'one that an agent can work with',
      { asked: null, floor: 8192 },
      { maxOutput: null },
      { wanted: 8192, least: 8192, explicit: false, write: true },
    ],
    [
      'no less than the model can give',
      { asked: null, floor: 8192 },
      { maxOutput: 4096 },
      { wanted: 4096, least: 4096, explicit: false, write: false },
    ],
  ])('has the limit: %s', (_, output, at, range) => {
    expect(
      priceBound({ ...bound, output: { ...answer, ...output } }, { ...rates, ...at }).priced.output,
    ).toEqual(range)
  })

  test('an answer that takes no limit is the model’s most, whatever it is', () => {
    const { priced } = priceBound({ ...bound, output: { ...answer, fields: [] } }, rates)
    expect([priced.fixedOutput, priced.nanoPerMillionOutput, priced.output]).toEqual([16_384, 0, null])
    const inWindow = priceBound(
      { ...bound, output: { ...answer, fields: [] } },
      { ...rates, maxOutput: null },
    )
    expect(inWindow.priced.fixedOutput).toBe(rates.window)
    expect(gapOf({ output: { ...answer, fields: [] } }, { maxOutput: null, window: null })).toBe('model')
    expect(gapOf({ output: { ...answer, fields: [] }, mostOutput: 9 }, { maxOutput: null })).toBeNull()
  })

  test('is none where a window, a search or a tier has no known size or price', () => {
    expect(gapOf({ windows: 1, windowFor: 'previous_response_id' }, { window: null })).toBe(
      'previous_response_id',
    )
    expect(gapOf({ searches: 1 }, { webSearch: null })).toBe('tools')
    expect(gapOf({ tiers: ['service_tier=priority'] })).toBe('service_tier')
    expect(gapOf({ tiers: ['service_tier=priority'] }, { tiers: ['service_tier=priority'] })).toBeNull()
    expect(gapOf({}, { output: null, input: null })).toBe('model')
    expect(gapOf({}, { output: null })).toBe('model')
    expect(gapOf({ output: null }, { input: null })).toBe('model')
  })

  test('counts units where they have a price, and has none where nothing bounds how many', () => {
    const unit = { unit: 'image', nanoUsd: 40_000_000, least: 0 }
    const byUnit = { ...rates, input: null, output: null, unit }
    const drawn = priceBound({ ...bound, units: { image: 3 } }, byUnit)
    expect([drawn.priced.fixedNano, drawn.priced.output, drawn.unbounded]).toEqual([120_000_000, null, null])
    expect(gapOf({ openUnits: { second: 'file' } }, { unit: { ...unit, unit: 'second' } })).toBe('file')
    expect(gapOf({}, { unit: { ...unit, unit: 'second' } })).toBe('model')
  })

  test('has the larger window that a header asks for', () => {
    const wide = { ...bound, windows: 1, windowFor: 'file', leastWindow: 1_000_000 }
    expect(priceBound(wide, rates).priced.inputTokens).toBe(1_002_000)
  })

  test('has tokens to count where there is no price at all', () => {
    const none = { ...rates, input: null, output: null, webSearch: null, window: null, maxOutput: null }
    const { priced } = priceBound({ ...bound, output: { ...answer, more: 5 } }, none)
    expect([priced.fixedNano, priced.fixedTokens, priced.times, priced.output]).toEqual([
      0,
      2005,
      1,
      { wanted: 1000, least: 1000, explicit: true, write: false },
    ])
  })

  test('what is free or has a price of its own needs no other', () => {
    expect(priceBound({ ...nothing, free: true }, rates)).toMatchObject({
      priced: { fixedNano: 0, output: null },
      unbounded: null,
    })
    expect(priceBound({ ...nothing, charge: 5 }, rates)).toMatchObject({
      priced: { fixedNano: 5 },
      unbounded: null,
    })
  })

  test('stops at the largest number instead of losing count', () => {
    const huge = priceBound({ ...bound, output: { ...answer, times: 1e15 } }, rates).priced
    expect(huge.nanoPerMillionOutput).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('a tier that a field chooses', () => {
  test.each<[object, string[]]>([
    [{ service_tier: 'priority' }, ['service_tier=priority']],
    [{ service_tier: 'auto' }, []],
    [{ serviceTier: 'SERVICE_TIER_FLEX' }, ['service_tier=flex']],
    [{ speed: 'fast', inference_geo: 'us' }, ['speed=fast', 'inference_geo=us']],
    [
      { serviceTier: { type: 'priority' }, performanceConfig: { latency: 'optimized' } },
      ['service_tier=priority', 'latency=optimized'],
    ],
  ])('%j', (more, tiers) => {
    expect(
      bounded('POST /v1/chat/completions', { model: 'gpt-4o', messages: [], ...more }).bound.tiers,
    ).toEqual(tiers)
  })
})

test('a tier that a header of the provider’s chooses counts as one that a field chooses', () => {
  const path = '/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro:generateContent'
  const tiers = (slug: string, value: string): unknown =>
    bounded(
      `POST /${slug}${slug === 'google-vertex-ai' ? path : '/v1beta/models/gemini-2.5-pro:generateContent'}`,
      { contents: [] },
      {
        'x-vertex-ai-llm-shared-request-type': value,
      },
    ).bound.tiers
  expect([
    tiers('google-vertex-ai', 'priority'),
    tiers('google-vertex-ai', 'standard'),
    tiers('google-ai-studio', 'priority'),
  ]).toEqual([['service_tier=priority'], [], []])
})

describe('settling without a count', () => {
  const { priced } = priceBound(bound, rates)
  const seen = { inputTokens: null, outputTokens: null, outputBytes: 100 }

  test('is the reserved input and a token a byte of what was seen', () => {
    expect(settledBound(bound, priced, 1000, seen)).toEqual({
      inputTokens: 2000,
      outputTokens: 100,
      nanoUsd: 3_000_000,
    })
  })

  test('is the reported input where there is one', () => {
    expect(settledBound(bound, priced, 1000, { ...seen, inputTokens: 10 })).toEqual({
      inputTokens: 10,
      outputTokens: 100,
      nanoUsd: 1_010_000,
    })
  })

  test('is the whole reservation where the model thinks out of sight', () => {
    const hidden = { ...bound, output: { ...answer, hidden: true } }
    expect(settledBound(hidden, priced, 1000, seen)).toEqual({
      inputTokens: 2000,
      outputTokens: 1000,
      nanoUsd: 12_000_000,
    })
  })

  test('is the whole reservation where its bytes do not tell how much of it there was', () => {
    expect(settledBound(bound, priced, 1000, { ...seen, outputBytes: null })).toEqual({
      inputTokens: 2000,
      outputTokens: 1000,
      nanoUsd: 12_000_000,
    })
  })

  test('is never above the reservation', () => {
    assert(
      property(
        record({
          inputTokens: option(nat(5_000_000)),
          outputTokens: option(nat(5_000_000)),
          outputBytes: nat(5_000_000),
        }),
        integer({ min: 1, max: 100_000 }),
        boolean(),
        (part, granted, hidden) => {
          const of = { ...bound, output: { ...answer, hidden } }
          const reserved = priced.fixedNano + Math.ceil((priced.nanoPerMillionOutput * granted) / 1e6)
          return settledBound(of, priced, granted, part).nanoUsd <= reserved
        },
      ),
    )
  })
})

describe('a model thinks out of sight', () => {
  const hidden = (model: string, more: object = {}, line = 'POST /v1/chat/completions'): unknown =>
    bounded(line, { model, messages: [], ...more }).bound.output?.hidden

  test('unless it is known not to', () => {
    const models = ['gpt-5', 'o3', 'groq/unheard-of', 'gpt-4o', 'gpt-3.5-turbo', 'command-r']
    expect(models.map((model) => hidden(model))).toEqual([true, true, true, false, false, false])
  })

  test('or nobody knows which it is', () => {
    const { output } = bounded('POST /v1/responses', { prompt: { id: 'p' } }).bound
    expect(output?.hidden).toBe(true)
  })

  test('or was told to', () => {
    const line = 'POST /v1/messages'
    expect(hidden('claude-sonnet-4-5', {}, line)).toBe(false)
    expect(hidden('claude-sonnet-4-5', { thinking: { type: 'enabled', budget_tokens: 2000 } }, line)).toBe(
      true,
    )
    expect(hidden('claude-mythos-5', {}, line)).toBe(true)
  })
})
