import * as z from 'zod'

/** The price data as the package brings it, checked: what is broken must stop the build, not become a price. */
const amount = z.number().nonnegative()
const price = z.union([
  amount,
  z.object({
    base: amount,
    tiers: z.array(z.object({ start: z.int().nonnegative(), price: amount })).min(1),
  }),
])
const prices = z.record(z.string(), price)

const constraint = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start_date'), start_date: z.iso.date() }),
  z.strictObject({
    type: z.literal('time_of_date'),
    start_time: z.string().regex(/^\d\d:\d\d:00Z$/),
    end_time: z.string().regex(/^\d\d:\d\d:00Z$/),
  }),
])

const dated = z.object({ constraint: constraint.optional(), prices })

const text = z.string().min(1)
const clause = z.union([
  z.strictObject({ equals: text }),
  z.strictObject({ starts_with: text }),
  z.strictObject({ ends_with: text }),
  z.strictObject({ contains: text }),
  z.strictObject({ regex: text }),
  z.strictObject({ and: z.tuple([z.strictObject({ starts_with: text }), z.strictObject({ regex: text })]) }),
])

const model = z.object({
  id: text,
  match: z.union([clause, z.strictObject({ or: z.array(clause).min(1) })]),
  context_window: z.int().positive().optional(),
  prices: z.union([
    z.array(dated).min(1),
    prices.transform((only): z.output<typeof dated>[] => [{ prices: only }]),
  ]),
})

export const priceDataSchema = z
  .array(
    z.object({
      id: text,
      fallback_model_providers: z.array(z.string()).optional(),
      models: z.array(model).min(1),
    }),
  )
  .min(1)

export type PriceData = z.output<typeof priceDataSchema>
export type PricedModel = PriceData[number]['models'][number]
export type Clause = z.output<typeof clause>
/** One set of a model's prices, and from when or at what time of the day it holds. */
export type DatedPrices = PricedModel['prices'][number]
