import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/body/json.ts'
import type { Bounded } from '../../src/bound/bound.ts'
import { countedBound } from '../../src/bound/counting.ts'
import { boundMembers } from '../../src/bound/members.ts'
import { millionths, sum } from '../../src/bound/nano.ts'
import { type PricedBound, priceBound } from '../../src/bound/price-bound.ts'
import type { BoundRates } from '../../src/bound/rates.ts'
import { settledBound } from '../../src/bound/settle.ts'
import { dearestRates } from '../../src/price/dearest.ts'
import { priceRow } from '../../src/price/price-row.ts'
import { bounded, boundedJson, boundedOrRefused } from '../bound/asked.ts'
import { listedModels } from '../price/data-set.ts'
import { routeOf } from '../route/journeys.ts'
import { saleOf } from '../price/sale.ts'
import { mangled } from './mangled.ts'
import { changed, odd } from './odd-json.ts'
import { chats, messages, others } from './requests.ts'
import { cases } from './runs.ts'

const asked: readonly [line: string, body: Record<string, unknown>][] = [
  ...chats.map((body): [string, Record<string, unknown>] => [
    'POST /v1/chat/completions',
    { ...body, model: 'gpt-4o' },
  ]),
  ...messages.map((body): [string, Record<string, unknown>] => [
    'POST /anthropic/v1/messages',
    { ...body, model: 'claude-sonnet-4-5' },
  ]),
  ...others,
]
const rate = fc.oneof(
  fc.constant(null),
  fc.constantFrom(0, 1, 15_000_000_000, Number.MAX_SAFE_INTEGER),
  fc.maxSafeNat(),
)
const rates: fc.Arbitrary<BoundRates> = fc.record({
  input: rate,
  output: rate,
  request: fc.maxSafeNat(),
  webSearch: rate,
  unit: fc.option(
    fc.record({
      unit: fc.constantFrom(null, 'image', 'page', 'second'),
      nanoUsd: fc.maxSafeNat(),
      least: fc.nat(),
    }),
  ),
  tiers: fc.constantFrom<readonly string[]>([], ['service_tier=flex']),
  window: fc.option(fc.maxSafeNat()),
  maxOutput: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
})

/** What of a priced bound is no whole number from 0; null for nothing. */
function faultOf({ output, ...numbers }: PricedBound): string | null {
  const all = { ...numbers, wanted: output?.wanted ?? 0, least: output?.least ?? 0 }
  const wrong = Object.entries(all).find(([, value]) => !Number.isSafeInteger(value) || value < 0)
  return wrong === undefined ? null : `${wrong[0]} is ${wrong[1]}`
}

function faultIn({ bound }: Bounded, rates: BoundRates, count: number): string | null {
  const { priced } = priceBound(bound, rates)
  const counted = priceBound(countedBound(bound, count), rates).priced
  const granted = priced.output?.wanted ?? null
  const settled = settledBound(bound, priced, granted, {
    inputTokens: count,
    outputTokens: null,
    outputBytes: count,
  })
  const reserved = sum(priced.fixedNano, millionths(granted ?? 0, priced.nanoPerMillionOutput))
  if (settled.nanoUsd > reserved) return `settled at ${settled.nanoUsd} of ${reserved}`
  const numbers = Object.values(settled).every((value) => Number.isSafeInteger(value) && value >= 0)
  return faultOf(priced) ?? faultOf(counted) ?? (numbers ? null : 'a settled figure')
}

function isReached({ slug, model }: { slug: string; model: string }): boolean {
  const route = routeOf('POST /v1/chat/completions', { model: `${slug}/${model}` })
  return route.ok && route.value.provider.slug === slug && !route.value.translated
}

describe('fuzz: the bound of a request', () => {
  test('is made of whole numbers from 0, at any price, or the request is refused', () => {
    const requests = fc
      .constantFrom(...asked)
      .chain(([line, body]) => fc.tuple(fc.constant(line), changed([body], 5)))
    fc.assert(
      fc.property(requests, rates, fc.nat(), ([line, body], rates, count) => {
        const plain =
          typeof body === 'object' && body !== null && !Array.isArray(body) ? body : { messages: body }
        // A model that is none is refused before anything is bounded.
        const found = boundedOrRefused(line, { ...plain, model: 'gpt-4o' })
        if (!found.ok) expect(found.refusal.reason).toBe('bad_request')
        else expect(faultIn(found.value, rates, count)).toBeNull()
      }),
      cases(3),
    )
  })

  test('is there for every body that can be read', () => {
    const texts = fc
      .constantFrom(...asked)
      .chain(([line, body]) => fc.tuple(fc.constant(line), mangled([JSON.stringify(body)], 2)))
    fc.assert(
      fc.property(texts, rates, ([line, bytes], rates) => {
        const read = readJson(bytes, boundMembers)
        if (!read.ok || typeof read.value.value['model'] !== 'string' || read.value.value['model'] === '')
          return
        const found = boundedJson(line, { ...read.value, value: { ...read.value.value, model: 'gpt-4o' } })
        if (found.ok) expect(faultIn(found.value, rates, 100)).toBeNull()
      }),
      cases(2),
    )
  })

  test('is not below what the request can cost', () => {
    const models = listedModels().filter(isReached)
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const request = fc.record({
      text: fc.string({ unit: 'binary', maxLength: 2_000 }),
      limit: fc.integer({ min: 1, max: 5_000 }),
      n: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        request,
        share,
        share,
        share,
        ({ slug, model }, { text, limit, n }, in_, cached, out) => {
          const rates = dearestRates({ provider: slug, model }, [], saleOf({}).at)
          if (rates === null || rates.output === null) return
          const body = {
            model: `${slug}/${model}`,
            messages: [{ role: 'user', content: text }],
            max_tokens: limit,
            max_completion_tokens: limit,
            n,
          }
          const { bound, unbounded } = bounded('POST /v1/chat/completions', body)
          if (unbounded !== null || bound.output === null) return
          const { priced, unbounded: gap } = priceBound(bound, rates)
          if (gap !== null) return
          const reserved = sum(priced.fixedNano, millionths(limit, priced.nanoPerMillionOutput))
          // A letter of text is a token at most, and so is a letter of what stands around it.
          const input = Math.floor(Buffer.byteLength(JSON.stringify(body)) * in_)
          const read = Math.floor(input * cached)
          const output = Math.floor(limit * n * out)
          const cost = priceRow(
            saleOf({
              provider: slug,
              model,
              input_tokens: input,
              cache_read_tokens: read,
              output_tokens: output,
            }),
            [],
          ).nanoUsd
          if (cost !== null) expect(cost).toBeLessThanOrEqual(reserved)
        },
      ),
      cases(2),
    )
  })

  test('holds for members that are named in any letters and hold anything', () => {
    const names = fc
      .constantFrom(...boundMembers)
      .chain((name) => fc.constantFrom(name, name, name.toUpperCase(), name.replace('s', 'ſ')))
    fc.assert(
      fc.property(
        fc.constantFrom(...asked),
        fc.dictionary(names, odd, { maxKeys: 4 }),
        rates,
        ([line, body], more, rates) => {
          const found = boundedOrRefused(line, { ...body, ...more, model: 'gpt-4o' })
          if (!found.ok)
            expect([found.refusal.reason, typeof found.refusal.param]).toEqual(['bad_request', 'string'])
          else expect(faultIn(found.value, rates, 5)).toBeNull()
        },
      ),
      cases(3),
    )
  })
})
