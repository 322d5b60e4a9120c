import type { PriceCalculation } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { priceRow } from '../../src/price/price-row.ts'
import { calculated, type ListedModel, listedModels } from './data-set.ts'
import { saleOf } from './sale.ts'
import { type CommonUsage, commonUsages } from './usages.ts'

const noon = Date.parse('2026-11-22T12:00:00Z')
const models = listedModels()

interface Case {
  listed: ListedModel
  name: string
  usage: CommonUsage
  /** Integer nano-USD; null is unpriced. */
  ours: number | null
  theirs: PriceCalculation
}

const cases = models.flatMap((listed) =>
  Object.entries(commonUsages).map(([name, usage]): Case => {
    const sale = saleOf({ provider: listed.slug, model: listed.model, at: noon, ...usage.sale })
    const theirs = calculated(listed, usage.calc, noon)
    if (theirs === null) throw new Error(`${listed.from} does not know ${listed.model}`)
    return { listed, name, usage, ours: priceRow(sale, []).nanoUsd, theirs }
  }),
)

/** Where a cost is left open, or is another than the package's, and why. The first that holds explains it. */
const differences: { why: string; holds(found: Case): boolean; expected?(found: Case): number }[] = [
  {
    why: 'no rate at all would make it free',
    holds: ({ theirs }) => Object.keys(theirs.model_price).length === 0,
  },
  {
    why: 'OpenRouter states its costs, and what has no window cannot be bounded: old names, left out',
    holds: ({ listed }) => listed.from === 'openrouter' && listed.info.context_window === undefined,
  },
  {
    why: 'a search model’s answer has a search’s fee in its price, which nothing counts',
    holds: ({ listed }) => /search-(preview|api)/.test(listed.model),
  },
  {
    why: 'nothing counts the messages to a voice, which are charged beside its hours',
    holds: ({ theirs }) => theirs.model_price['input_text_messages_kcount'] !== undefined,
  },
  {
    why: 'the model has an output, of which nothing is known',
    holds: ({ usage, theirs }) =>
      usage.calc['input_tokens'] !== undefined &&
      usage.calc['output_tokens'] === undefined &&
      theirs.model_price['output_mtok'] !== undefined,
  },
  {
    why: 'Claude’s cache for an hour costs twice the input on every platform, not what five minutes cost',
    holds: ({ usage, theirs }) =>
      theirs.model.id.includes('claude') &&
      usage.needs.includes('cache_write_1h_mtok') &&
      theirs.model_price['cache_write_mtok'] !== undefined &&
      theirs.model_price['cache_write_1h_mtok'] === undefined,
    expected({ usage, theirs }) {
      const [input = Number.NaN, written = Number.NaN] = ['input_mtok', 'cache_write_mtok'].map((key) =>
        base(theirs.model_price[key]),
      )
      return theirs.total_price + ((usage.calc['cache_write_1h_tokens'] ?? 0) * (2 * input - written)) / 1e6
    },
  },
  {
    why: 'something was used that has no rate of its own, and another’s would be a guess',
    holds: ({ usage, theirs, ours }) =>
      ours === null && usage.needs.some((key) => theirs.model_price[key] === undefined),
  },
]

function base(price: number | { base: number } | undefined): number {
  return typeof price === 'number' ? price : (price?.base ?? Number.NaN)
}

/** A float's sum is a little off: every whole number within half a nano-USD is its rounding. */
function isRounded(ours: number | null, usd: number): boolean {
  return ours !== null && Math.abs(ours - usd * 1e9) <= 0.5001
}

function isExplained(found: Case): boolean {
  const difference = differences.find(({ holds }) => holds(found))
  if (difference === undefined) return isRounded(found.ours, found.theirs.total_price)
  if (difference.expected === undefined) return found.ours === null
  return isRounded(found.ours, difference.expected(found))
}

describe('over every model and every kind of usage', () => {
  test('the cost is the package’s to the nano-USD, or the difference is in the table', () => {
    const open = cases.filter((found) => !isExplained(found))
    expect(
      open.map(({ listed, name, ours, theirs }) => [
        listed.slug,
        listed.model,
        name,
        ours,
        theirs.total_price,
      ]),
    ).toEqual([])
  })

  test('each difference in the table occurs', () => {
    const used = new Set(cases.map((found) => differences.find(({ holds }) => holds(found))?.why))
    expect(differences.map(({ why }) => why).filter((why) => !used.has(why))).toEqual([])
  })

  test('each provider has at least 20 costs that are the same, all together more than 6,000', () => {
    const same = cases.filter(({ ours, theirs }) => isRounded(ours, theirs.total_price))
    const slugs = providers.filter(({ prices }) => prices).map(({ slug }) => slug)
    const few = slugs.filter((slug) => same.filter(({ listed }) => listed.slug === slug).length < 20)
    expect(few).toEqual([])
    expect(same.length).toBeGreaterThan(6_000)
  })

  test('each kind of usage has a cost that is the same', () => {
    const same = new Set(
      cases.filter(({ ours, theirs }) => isRounded(ours, theirs.total_price)).map(({ name }) => name),
    )
    expect(Object.keys(commonUsages).filter((name) => !same.has(name))).toEqual([])
  })
})

const changing = models.filter(
  ({ info }) => Array.isArray(info.prices) && info.id.includes('voice') === false,
)
const times = [
  '2025-01-01T00:00:00Z',
  '2025-06-09T23:59:59.999Z',
  '2025-06-10T00:00:00Z',
  '2026-03-13T00:00:00Z',
  '2026-08-17T00:29:59.999Z',
  '2026-08-21T00:30:00Z',
  '2026-11-22T01:00:00Z',
  '2026-11-22T03:59:59.999Z',
  '2026-11-22T04:00:00Z',
  '2026-11-22T09:30:00Z',
  '2026-11-22T16:30:00Z',
  '2027-01-01T00:00:00Z',
]

describe('a price that changes', () => {
  test.each(times)('is the package’s at %s', (time) => {
    const at = Date.parse(time)
    const { plain, 'pages read': pages } = commonUsages
    const found = changing.map((listed) => {
      const usage = listed.model.includes('ocr') ? pages : plain
      const sale = saleOf({ provider: listed.slug, model: listed.model, at, ...usage?.sale })
      const usd = calculated(listed, usage?.calc ?? {}, at)?.total_price
      return { model: listed.model, ours: priceRow(sale, []).nanoUsd, usd }
    })
    expect(changing.length).toBeGreaterThan(20)
    expect(found.filter(({ ours, usd }) => !isRounded(ours, usd ?? Number.NaN))).toEqual([])
  })
})
