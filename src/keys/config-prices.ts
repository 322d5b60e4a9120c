import * as z from 'zod/mini'
import { nanoUsd } from '../usage/money.ts'

/** What an operator says that a model costs. Integer nano-USD: per million tokens, or per one unit. */
export interface ConfigPrice {
  /** `provider/model` or a bare model; `*` is any run of characters, `?` one. */
  key: string
  /** It costs nothing, whatever is used. */
  free: boolean
  input: number | null
  output: number | null
  cacheRead: number | null
  cacheWrite: number | null
  perUnit: number | null
  /** What `perUnit` is for; null is for whatever a row counts. */
  unit: string | null
}

/** `@config.prices`. One list a configuration: what is compiled of it is kept by it. */
export type ConfigPrices = readonly ConfigPrice[]

const amount = 'must be a number of USD above 0 and at most 1,000,000, or 0 beside "free": true'
const unit = 'must be a singular noun in lower case, as "image"'
const mostUsd = 1_000_000
const leastUsd = 1e-9

const usd = z.optional(
  z.number({ error: amount }).check(
    z.refine((given) => given >= 0, { error: amount, abort: true }),
    z.refine((given) => given <= mostUsd, amount),
  ),
)
const amounts = ['input', 'output', 'cache_read', 'cache_write', 'usd'] as const

const priceSchema = z
  .strictObject(
    {
      input: usd,
      output: usd,
      cache_read: usd,
      cache_write: usd,
      usd,
      unit: z.optional(
        z
          .string({ error: unit })
          .check(z.maxLength(32, unit), z.regex(/^[a-z]+(?:[ _-][a-z]+)*$/, { error: unit })),
      ),
      free: z.optional(z.literal(true, { error: 'must be true, or be left out' })),
    },
    { error: 'must be an object with "input" and "output", "usd", or "free"' },
  )
  .check(
    ...amounts.map((name) =>
      z.refine<Partial<Record<'free' | (typeof amounts)[number], unknown>>>(
        (price) => {
          const given = price[name]
          if (given === undefined) return true
          return price.free === true ? given === 0 : Number(given) >= leastUsd
        },
        { path: [name], error: amount },
      ),
    ),
    z.refine((price) => price.free === true || amounts.some((name) => price[name] !== undefined), {
      error: 'must have a price: "input" and "output", "usd", or "free": true',
    }),
    z.refine((price) => price.unit === undefined || price.usd !== undefined, {
      path: ['unit'],
      error: 'must stand beside "usd", its price',
    }),
  )

const keys = 'must be an object of at most 1,000 prices by "provider/model", a bare model or a pattern with *'
const longestKey = 180

/** The field `prices` of `@config`. */
export const pricesSchema = z.record(z.string(), priceSchema, { error: keys }).check(
  z.refine((given) => Object.keys(given).length <= 1_000, { error: keys }),
  z.refine((given) => Object.keys(given).every(isKey), {
    error: `must have keys of 1 to ${longestKey} characters without blanks: "provider/model", a bare model or a pattern with *`,
  }),
)

function isKey(key: string): boolean {
  return key.length <= longestKey && /^[^\s\p{Cc}]+$/u.test(key)
}

export const pricesFields = { 'prices.*': Object.keys(priceSchema.shape) }

/** The prices as the operator wrote them. */
export function pricesOf(written: z.output<typeof pricesSchema>): ConfigPrices {
  return Object.entries(written).map(([key, price]) => ({
    key,
    free: price.free ?? false,
    input: nanoUsd(price.input) ?? null,
    output: nanoUsd(price.output) ?? null,
    cacheRead: nanoUsd(price.cache_read) ?? null,
    cacheWrite: nanoUsd(price.cache_write) ?? null,
    perUnit: nanoUsd(price.usd) ?? null,
    unit: price.unit ?? null,
  }))
}
