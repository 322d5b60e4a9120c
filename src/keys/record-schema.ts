import * as z from 'zod'
import { parseRange } from './addresses.ts'
import type { AddressRange } from './addresses.ts'
import type { KnownFields } from './strict.ts'
import { isKeyId } from './token.ts'

/** What a key may reach. */
export const scopeNames = ['inference', 'storage', 'mint', 'account', 'operator'] as const
export type Scope = (typeof scopeNames)[number]

/** Every phrase follows the field's path: `limits.rpm must be …`. */
const sixtyFourHex = 'must be a SHA-256 in 64 hex digits, or a list of one to three of them'
const amount = 'must be a number of USD above 0'
const period = 'must be "day", "week", "month" or "total"'
const mode = 'must be "hard" or "soft"'
const positive = 'must be a whole number above 0'
const short = 'must be a text of 1 to 200 characters, without line breaks'
const pattern = 'must be a model name with * and ? as wildcards, ! in front to refuse it, and no blank space'
const patterns = 'must be a list of 1 to 500 model names with * and ? as wildcards'
const tagList = 'must be an object of at most 16 texts, with names of 1 to 64 characters'
const scope = `must be one of ${scopeNames.map((name) => `"${name}"`).join(', ')}`
const scopes = `must be a list of at least one of ${scopeNames.map((name) => `"${name}"`).join(', ')}`
const moment =
  'must be a date that exists, as "2027-06-30", or an ISO time with its zone, as "2027-06-30T12:00:00Z"'
const network = 'must be an address or a network, as "203.0.113.7", "203.0.113.0/24" or "2001:db8::/32"'
const networks = 'must be a list of 1 to 500 addresses or networks'

const hex = z
  .string({ error: sixtyFourHex })
  .regex(/^[\da-f]{64}$/i, { error: sixtyFourHex })
  .toLowerCase()
const label = z
  .string({ error: short })
  .trim()
  .regex(/^[^\p{Cc}]{1,200}$/u, { error: short })
const count = z.int({ error: positive }).positive({ error: positive })

const budget = z.strictObject(
  {
    usd: z.number({ error: amount }).positive({ error: amount }),
    per: z.enum(['day', 'week', 'month', 'total'], { error: period }),
    mode: z.enum(['hard', 'soft'], { error: mode }).default('hard'),
  },
  { error: 'must be an object with "usd" and "per"' },
)

const limits = z.strictObject(
  { rpm: count.optional(), tpm: count.optional(), parallel: count.optional() },
  { error: 'must be an object with "rpm", "tpm" or "parallel"' },
)

/** The gateway's metadata has these names for itself, and keeps none that begins with `cf.`. */
const reservedTag = /^(?:key|request|cf\..*)$/
const tags = z
  .record(z.string(), label, { error: tagList })
  .refine((given) => Object.keys(given).length <= 16, { error: tagList })
  .refine((given) => Object.keys(given).every((name) => /^[^\p{Cc}]{1,64}$/u.test(name)), { error: tagList })
  .refine((given) => !Object.keys(given).some((name) => reservedTag.test(name)), {
    error: 'must not have a tag named "key" or "request", or one that begins with "cf."',
  })

const range = z.string({ error: network }).transform((text, context): AddressRange => {
  const parsed = parseRange(text)
  if (parsed !== null) return parsed
  context.addIssue({ code: 'custom', message: network, input: undefined })
  return z.NEVER
})

/** What an operator writes into KV for one key. */
export const recordSchema = z.strictObject(
  {
    hash: z
      .union([hex, z.array(hex, { error: sixtyFourHex }).min(1, sixtyFourHex).max(3, sixtyFourHex)], {
        error: sixtyFourHex,
      })
      .optional(),
    id: z
      .string({ error: 'must be words of [a-z0-9] joined by -, at most 48 characters' })
      .refine(isKeyId, { error: 'must be words of [a-z0-9] joined by -, at most 48 characters' })
      .optional(),
    name: label.optional(),
    enabled: z.boolean({ error: 'must be true or false' }).default(true),
    expires: z
      .union(
        [z.iso.date(), z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })],
        {
          error: moment,
        },
      )
      .optional(),
    models: z
      .array(z.string({ error: pattern }).regex(/^!?[^\s!\p{Cc}][^\s\p{Cc}]{0,199}$/u, { error: pattern }), {
        error: patterns,
      })
      .min(1, patterns)
      .max(500, patterns)
      .optional(),
    budget: budget.optional(),
    wallet: label.optional(),
    limits: limits.optional(),
    tags: tags.optional(),
    on_disconnect: z.enum(['drain', 'cancel'], { error: 'must be "drain" or "cancel"' }).default('drain'),
    usage_chunk: z.enum(['hide', 'show'], { error: 'must be "hide" or "show"' }).optional(),
    scopes: z
      .array(z.enum(scopeNames, { error: scope }), { error: scopes })
      .min(1, scopes)
      .max(20, scopes)
      .default(['inference']),
    ips: z.array(range, { error: networks }).min(1, networks).max(500, networks).optional(),
  },
  { error: 'the entry must be a JSON object' },
)

export type WrittenRecord = z.output<typeof recordSchema>

export const recordFields: KnownFields = {
  '': Object.keys(recordSchema.shape),
  budget: Object.keys(budget.shape),
  limits: Object.keys(limits.shape),
}
