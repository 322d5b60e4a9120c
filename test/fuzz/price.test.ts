import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/keys/config.ts'
import type { ConfigPrices } from '../../src/keys/config-prices.ts'
import { sold } from '../../src/ledger/entry.ts'
import { dearestRates } from '../../src/price/dearest.ts'
import { priceRow, type RowPrice, type Sale } from '../../src/price/price-row.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { nanoUsd, nanoUsdOf } from '../../src/usage/money.ts'
import { openRowOf } from '../ledger/rows.ts'
import { listedModels } from '../price/data-set.ts'
import { saleOf } from '../price/sale.ts'
import { changed, odd } from './odd-json.ts'
import { recorded } from './recorded.ts'
import { cases } from './runs.ts'

const models = listedModels().map(({ slug, model }) => ({ provider: slug, model }))
const count = fc.oneof(
  fc.constant(null),
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER),
)
const wrong = fc.constantFrom<unknown>(NaN, Infinity, -1, 0.5, '7', undefined, {}, 1e300, 10n)
const detail = fc.constantFrom(
  'cache_write_1h_tokens',
  'input_audio_tokens',
  'cache_read_audio_tokens',
  'output_image_tokens',
  'billed_input_tokens',
  'billed_output_tokens',
  'web_search_requests',
  'num_search_queries',
  'citation_tokens',
  'service_tier',
  'speed',
  'search_context_size',
  'annotation',
  'miscounts',
  '__proto__',
  'x',
)
const details = fc.oneof(
  fc.constant(null),
  fc
    .dictionary(
      detail,
      fc.oneof(fc.nat(), fc.constantFrom<unknown>('flex', 'priority', 'fast', 'high', 0.5, -1, 1e300)),
      { maxKeys: 4 },
    )
    .map((said) => JSON.stringify(said)),
  odd.map((value) => JSON.stringify(value)),
  fc.constantFrom('', '{', '{"a":1e999}'),
)
const units = fc.oneof(
  fc.constant(null),
  fc.nat(),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0.1, 1e-7, 1e-320, 1e21, Number.MAX_VALUE),
)
const sale: fc.Arbitrary<Sale> = fc
  .record({
    of: fc.constantFrom(...models),
    input: count,
    output: count,
    read: count,
    write: count,
    thought: count,
    details,
    units,
    unit: fc.constantFrom(null, 'second', 'page', 'image', 'character'),
  })
  .map(({ of, input, output, read, write, thought, ...rest }) =>
    saleOf({
      ...of,
      ...rest,
      input_tokens: input,
      output_tokens: output,
      cache_read_tokens: read,
      cache_write_tokens: write,
      reasoning_tokens: thought,
    }),
  )
const amount = fc.oneof(
  fc.constantFrom(1e-9, 0.1, 1_000_000),
  fc.double({ min: 1e-9, max: 1_000_000, noNaN: true }),
)
/** The operator's prices, as the configuration lets them through. */
const prices: fc.Arbitrary<ConfigPrices> = fc
  .option(
    fc.record(
      {
        input: amount,
        output: amount,
        cache_read: amount,
        usd: amount,
        unit: fc.constantFrom('image', 'second', 'request'),
      },
      { requiredKeys: ['usd'] },
    ),
  )
  .map((price) => {
    const parsed = parseConfig(JSON.stringify({ prices: price === null ? {} : { '*': price } }), new Set())
    return parsed.ok ? parsed.config.prices : []
  })

/** What is wrong with a price; null for nothing. */
function faultOf({ nanoUsd, priceId }: RowPrice): string | null {
  if ((nanoUsd === null) !== (priceId === null)) return 'an id without a price, or the other way round'
  return nanoUsd === null || (Number.isSafeInteger(nanoUsd) && nanoUsd >= 0) ? null : `a price of ${nanoUsd}`
}

describe('fuzz: a price', () => {
  test('is a whole number of nano-USD or unknown, whatever a row says', () => {
    const field = fc.constantFrom<keyof Sale>(
      'input_tokens',
      'output_tokens',
      'units',
      'details',
      'model',
      'served_model',
      'at',
      'provider',
      'endpoint',
      'reasoning_tokens',
    )
    fc.assert(
      fc.property(sale, prices, fc.option(fc.tuple(field, wrong)), (sale, prices, mistake) => {
        const given = mistake === null ? sale : { ...sale, [mistake[0]]: mistake[1] }
        expect(faultOf(priceRow(given as Sale, prices))).toBeNull()
      }),
      cases(4),
    )
  })

  test('is never less for more of the same', () => {
    const more = fc.record({ input: fc.nat(), output: fc.nat() })
    const few = fc.nat({ max: 10_000_000 })
    fc.assert(
      fc.property(fc.constantFrom(...models), few, few, more, (of, input, output, more) => {
        const cost = (input: number, output: number) =>
          priceRow(saleOf({ ...of, input_tokens: input, output_tokens: output }), []).nanoUsd
        const [small, large] = [cost(input, output), cost(input + more.input, output + more.output)]
        if (small !== null && large !== null) expect(large).toBeGreaterThanOrEqual(small)
        const dearest = dearestRates(of, [], saleOf({}).at)
        if (small !== null) expect(dearest).not.toBeNull()
      }),
      cases(2),
    )
  })

  test('follows from whatever an answer stated', () => {
    const answers = recorded.filter(({ kind }) => kind === 'json')
    const stated = fc
      .constantFrom(...answers)
      .chain(({ dialect, text }) => fc.tuple(fc.constant(dialect), changed([JSON.parse(text)], 3)))
    const dialects: Readonly<Record<string, (typeof usageDialects)[keyof typeof usageDialects]>> =
      usageDialects
    fc.assert(
      fc.property(stated, fc.constantFrom(...models), prices, ([name, answer], of, prices) => {
        const { usage, model = null } = dialects[name]?.body(answer) ?? {}
        const row = sold(openRowOf({ ...of }), usage, model)
        expect(faultOf(priceRow(row, prices))).toBeNull()
        expect(row.details === null || row.details.startsWith('{')).toBe(true)
      }),
      cases(2),
    )
  })
})

describe('fuzz: an amount of money', () => {
  test('is exact to the nano-USD, or no amount', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 14 })
    fc.assert(
      fc.property(digits, digits, fc.integer({ min: -30, max: 30 }), (whole, fraction, exponent) => {
        const read = nanoUsdOf(`${whole}.${fraction}e${exponent}`, 1_000_000_000n)
        const [shift, all] = [exponent + 9 - fraction.length, BigInt(whole + fraction)]
        const exact =
          shift >= 0
            ? all * 10n ** BigInt(shift)
            : (all * 2n + 10n ** BigInt(-shift)) / (2n * 10n ** BigInt(-shift))
        const expected = exact === 0n && all > 0n ? 1n : exact
        expect(read === undefined ? null : BigInt(read)).toBe(
          expected > BigInt(Number.MAX_SAFE_INTEGER) ? null : expected,
        )
      }),
      cases(3),
    )
  })

  test('is none where it is no number', () => {
    fc.assert(
      fc.property(fc.oneof(odd, wrong, fc.double()), (value) => {
        const nano = nanoUsd(value)
        expect(nano === undefined || (Number.isSafeInteger(nano) && nano >= 0)).toBe(true)
        if (typeof value !== 'number' || value < 0 || !Number.isFinite(value)) expect(nano).toBeUndefined()
      }),
      cases(),
    )
  })
})
