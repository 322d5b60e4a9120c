import * as z from 'zod/mini'

const gateway = 'must be the slug of a custom provider with its "custom-", as it stands in an AI Gateway URL'
const prefix = 'must be a path without slashes at its ends, as "v1" or "api/v3"'
const amount = 'must be a number of USD from 0 to 1,000,000'
const unpaid = 'must be above 0, at least 0.000000001, or 0 beside "free": true'
const unit = 'must be a singular noun in lower case, as "image"'

/** No `.` or `..`: a path stays inside its provider. */
const prefixForm = /^(?!\.{1,2}(?:\/|$))[\w.~@:-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.~@:-]+)*$/
const unitForm = /^[a-z]+(?:[ _-][a-z]+)*$/
const plural = /[^suia]s$/

const unitSchema = z
  .strictObject(
    {
      unit: z.string({ error: unit }).check(
        z.maxLength(32, unit),
        z.regex(unitForm, { error: unit }),
        z.refine((noun) => !plural.test(noun), { error: unit }),
      ),
      usd: z.number({ error: amount }).check(
        z.refine((given) => given >= 0, { error: amount, abort: true }),
        z.refine((given) => given <= 1_000_000, amount),
      ),
      free: z.optional(z.literal(true, { error: 'must be true, or be left out' })),
    },
    { error: 'must be an object with "unit" and "usd"' },
  )
  .check(
    z.refine(({ usd, free }) => (free === true ? usd === 0 : usd >= 1e-9), { path: ['usd'], error: unpaid }),
  )

const patterns = 'must be an object of 1 to 100 patterns, as "POST /mount/submit/*"'
const mountSchema = z.strictObject(
  {
    gateway: z
      .string({ error: gateway })
      .check(z.regex(/^custom-[a-z\d][a-z\d_-]{0,62}$/, { error: gateway })),
    dialect: z.optional(z.literal('openai', { error: 'must be "openai", or be left out' })),
    prefix: z.optional(
      z.string({ error: prefix }).check(
        z.maxLength(200, prefix),
        z.refine((path) => path === '' || prefixForm.test(path), { error: prefix }),
      ),
    ),
    units: z.optional(
      z.record(z.string(), unitSchema, { error: patterns }).check(
        z.refine((given) => Object.keys(given).length > 0 && Object.keys(given).length <= 100, {
          error: patterns,
        }),
      ),
    ),
  },
  { error: 'must be an object with "gateway"' },
)

const mounts = 'must be an object of at most 100 custom providers by the name of their door'

/** `@config.providers`. */
export const providersSchema = z
  .record(z.string(), mountSchema, { error: mounts })
  .check(z.refine((given) => Object.keys(given).length <= 100, { error: mounts }))

export const providersFields = {
  'providers.*': Object.keys(mountSchema.shape),
  'providers.*.units.*': Object.keys(unitSchema.shape),
}

export type WrittenProviders = z.output<typeof providersSchema>
