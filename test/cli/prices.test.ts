import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { catalogueText } from '../../src/cli/price-catalogue.ts'
import { builtCatalogue } from '../../src/cli/price-package.ts'

const committed = readFileSync(
  fileURLToPath(new URL('../../src/price/catalogue.json', import.meta.url).href),
  'utf8',
)
const made = { version: '1.2.3', date: '2026-01-31' }

function modelOf(given: object = {}) {
  return { id: 'm-1', match: { equals: 'm-1' }, prices: { input_mtok: 1, output_mtok: 2.5 }, ...given }
}

/** The catalogue of one provider with one model. */
function textOf(model: object): string {
  return catalogueText([{ id: 'a', models: [model] }], new Set(['a']), made)
}

function linesOf(text: string): unknown {
  const { providers } = JSON.parse(text) as { providers: { a: { models: string[] } } }
  return providers.a.models
}

describe('the committed catalogue', () => {
  test('is what the installed package makes', async () => {
    expect(committed).toBe(await builtCatalogue())
  })

  test('is below 100 KB', () => {
    expect(committed.length).toBeLessThan(100_000)
  })
})

describe('a catalogue', () => {
  test('has the providers that are named and those they fall back to, and when its data is of', () => {
    const models = [modelOf({ context_window: 8_192 })]
    const data = [
      { id: 'a', fallback_model_providers: ['b'], models },
      { id: 'b', models },
      { id: 'c', models },
    ]
    const line = 'm-1;8192;=;i1 o2.5'
    expect(JSON.parse(catalogueText(data, new Set(['a']), made))).toEqual({
      source: 'genai-prices',
      version: '1.2.3',
      date: '2026-01-31',
      providers: { a: { fallbacks: ['b'], models: [line] }, b: { fallbacks: [], models: [line] } },
    })
  })

  test('leaves out a model without a price, so that it is not free', () => {
    const data = [{ id: 'a', models: [modelOf(), modelOf({ id: 'm-2', prices: {} })] }]
    expect(linesOf(catalogueText(data, new Set(['a']), made))).toEqual(['m-1;;=;i1 o2.5'])
  })

  test.each([
    [{ match: { starts_with: 'M-1' } }, 'm-1;;^=;i1 o2.5'],
    [
      { match: { or: [{ equals: 'm-1' }, { equals: 'm-1-x' }, { ends_with: 'n' }] } },
      'm-1;;=,=-x,$n;i1 o2.5',
    ],
    [{ match: { or: [{ contains: 'us.m' }, { contains: 'eu.m' }] } }, 'm-1;;*us+eu.m;i1 o2.5'],
    [{ match: { regex: '^m-1\\.5-\\d{8}$' } }, 'm-1;;#=.5;i1 o2.5'],
    [{ match: { regex: '^m-1-\\d' } }, 'm-1;;^=;i1 o2.5'],
    [
      {
        prices: {
          input_mtok: {
            base: 1,
            tiers: [
              { start: 9, price: 3 },
              { start: 5, price: 2 },
            ],
          },
        },
      },
      'm-1;;=;i1>5:2>9:3',
    ],
    [
      {
        prices: [
          { prices: { input_mtok: 1 } },
          { constraint: { type: 'start_date', start_date: '2026-01-01' }, prices: { input_mtok: 2 } },
          {
            constraint: { type: 'time_of_date', start_time: '01:00:00Z', end_time: '04:30:00Z' },
            prices: { input_mtok: 3 },
          },
        ],
      },
      'm-1;;=;i1;2026-01-01;i2;01:00-04:30;i3',
    ],
    [{ prices: { audio_hours: 1, input_audio_hours: 1 } }, 'm-1;;=;h1'],
  ])('writes a model in a line (%#)', (given, line) => {
    expect(linesOf(textOf(modelOf(given)))).toEqual([line])
  })
})

describe('price data that is broken', () => {
  test.each([
    ['nothing', null],
    ['an empty list', []],
    ['a provider without models', [{ id: 'a', models: [] }]],
    ['another provider', [{ id: 'b', models: [modelOf()] }]],
    ['models without any price', [{ id: 'a', models: [modelOf({ prices: {} })] }]],
    ['no match', [{ id: 'a', models: [modelOf({ match: {} })] }]],
    ['a price as text', [{ id: 'a', models: [modelOf({ prices: { input_mtok: '1' } })] }]],
    ['a price below 0', [{ id: 'a', models: [modelOf({ prices: { input_mtok: -1 } })] }]],
    ['a price of 0', [{ id: 'a', models: [modelOf({ prices: { input_mtok: 0 } })] }]],
    ['a price that is none', [{ id: 'a', models: [modelOf({ prices: { input_mtok: Number.NaN } })] }]],
    ['a rate of an unknown kind', [{ id: 'a', models: [modelOf({ prices: { smell_mtok: 1 } })] }]],
    ['a rule of an unknown form', [{ id: 'a', models: [modelOf({ match: { regex: 'm.*' } })] }]],
    ['a rule that is two', [{ id: 'a', models: [modelOf({ match: { equals: 'x', contains: 'y' } })] }]],
    ['a name that would end its line', [{ id: 'a', models: [modelOf({ match: { equals: 'm;1' } })] }]],
    [
      'a constraint of an unknown kind',
      [
        {
          id: 'a',
          models: [modelOf({ prices: [{ constraint: { type: 'moon' }, prices: { input_mtok: 1 } }] })],
        },
      ],
    ],
  ])('makes no catalogue: %s', (_name, data) => {
    expect(() => catalogueText(data, new Set(['a']), made)).toThrow()
  })
})
