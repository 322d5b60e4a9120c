import * as z from 'zod/mini'
import { parseRange } from './addresses.ts'
import type { AddressRange } from './addresses.ts'
import { momentSchema } from './moment-schema.ts'
import type { KnownFields } from './strict.ts'
import { isKeyId } from './token.ts'
import { wholeNumber } from './whole-number.ts'

/** What a key may reach. */
export const scopeNames = ['inference', 'storage', 'mint', 'account', 'operator'] as const
export type Scope = (typeof scopeNames)[number]

/** Every phrase follows the field's path: `limits.rpm must be …`. */
const keyId = 'must be words of [a-z0-9] joined by -, at most 48 characters'
const sixtyFourHex = 'must be a SHA-256 in 64 hex digits, or a list of one to three of them'
const amount = 'must be a number of USD above 0 and at most 1,000,000'
const period = 'must be "day", "week", "month" or "total"'
const mode = 'must be "hard" or "soft"'
const positive = 'must be a whole number above 0'
const short = 'must be a text of 1 to 200 characters, without line breaks'
const pattern = 'must be a model name with * and ? as wildcards, ! in front to refuse it, and no blank space'
const patterns = 'must be a list of 1 to 500 model names with * and ? as wildcards'
const tagList = 'must be an object of at most 16 texts, with names of 1 to 64 characters'
const scope = `must be one of ${scopeNames.map((name) => `"${name}"`).join(', ')}`
const scopes = `must be a list of at least one of ${scopeNames.map((name) => `"${name}"`).join(', ')}`
const network = 'must be an address or a network, as "203.0.113.7", "203.0.113.0/24" or "2001:db8::/32"'
const networks = 'must be a list of 1 to 500 addresses or networks'

const hex = z
  .string({ error: sixtyFourHex })
  .check(z.regex(/^[\da-f]{64}$/i, { error: sixtyFourHex }), z.toLowerCase())
const label = z.string({ error: short }).check(z.trim(), z.regex(/^[^\p{Cc}]{1,200}$/u, { error: short }))
const model = z
  .string({ error: pattern })
  .check(z.regex(/^!?[^\s!\p{Cc}][^\s\p{Cc}]{0,199}$/u, { error: pattern }))
const count = wholeNumber(1, Infinity, positive)

/** In nano-USD, sums of several of them are still exact numbers. */
const mostUsd = 1_000_000

/** A budget of one key, or of a wallet. */
export const budgetSchema = z.strictObject(
  {
    usd: z.number({ error: amount }).check(z.refine((usd) => usd > 0 && usd <= mostUsd, { error: amount })),
    per: z.enum(['day', 'week', 'month', 'total'], { error: period }),
    mode: z._default(z.enum(['hard', 'soft'], { error: mode }), 'hard'),
  },
  { error: 'must be an object with "usd" and "per"' },
)

const limits = z.strictObject(
  { rpm: z.optional(count), tpm: z.optional(count), parallel: z.optional(count) },
  { error: 'must be an object with "rpm", "tpm" or "parallel"' },
)

/** The gateway's metadata has these names for itself, and keeps none that begins with `cf.`. */
const reservedTag = /^(?:key|request|cf\..*)$/
const tags = z.record(z.string(), label, { error: tagList }).check(
  z.refine((given) => Object.keys(given).length <= 16, { error: tagList }),
  z.refine((given) => Object.keys(given).every((name) => /^[^\p{Cc}]{1,64}$/u.test(name)), {
    error: tagList,
  }),
  z.refine((given) => !Object.keys(given).some((name) => reservedTag.test(name)), {
    error: 'must not have a tag named "key" or "request", or one that begins with "cf."',
  }),
)

const range = z.pipe(
  z.string({ error: network }),
  z.transform((text: string, context): AddressRange => {
    const parsed = parseRange(text)
    if (parsed !== null) return parsed
    context.issues.push({ code: 'custom', message: network, input: undefined })
    return z.NEVER
  }),
)

function listOf<Item extends z.ZodMiniType>(item: Item, most: number, error: string): z.ZodMiniArray<Item> {
  return z.array(item, { error }).check(z.minLength(1, error), z.maxLength(most, error))
}

/** What an operator writes into KV for one key. */
export const recordSchema = z.strictObject(
  {
    hash: z.optional(z.union([hex, listOf(hex, 3, sixtyFourHex)], { error: sixtyFourHex })),
    id: z.optional(z.string({ error: keyId }).check(z.refine(isKeyId, { error: keyId }))),
    name: z.optional(label),
    enabled: z._default(z.boolean({ error: 'must be true or false' }), true),
    expires: z.optional(momentSchema),
    models: z.optional(listOf(model, 500, patterns)),
    budget: z.optional(budgetSchema),
    wallet: z.optional(label),
    limits: z.optional(limits),
    tags: z.optional(tags),
    on_disconnect: z._default(z.enum(['drain', 'cancel'], { error: 'must be "drain" or "cancel"' }), 'drain'),
    usage_chunk: z.optional(z.enum(['hide', 'show'], { error: 'must be "hide" or "show"' })),
    scopes: z._default(listOf(z.enum(scopeNames, { error: scope }), 20, scopes), ['inference']),
    ips: z.optional(listOf(range, 500, networks)),
  },
  { error: 'the entry must be a JSON object' },
)

export type WrittenRecord = z.output<typeof recordSchema>

export const recordFields: KnownFields = {
  '': Object.keys(recordSchema.shape),
  budget: Object.keys(budgetSchema.shape),
  limits: Object.keys(limits.shape),
}
