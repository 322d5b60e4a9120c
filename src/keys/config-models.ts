import * as z from 'zod/mini'
import { nearest } from '../refusal/nearest.ts'
import { type Aliases, type AliasTarget, isGlob } from './aliases.ts'
import { pathOf } from './strict.ts'
import { wholeNumber } from './whole-number.ts'

const place = 'must be "provider/model", as "openai/gpt-4o-mini"'
const weight = 'must be a number above 0, at most 1,000,000'
const wait = 'must be a whole number of milliseconds from 100 to 600,000'
const ttl = 'must be a whole number of seconds from 60 to 2,592,000'
const query = 'must be an object of at most 16 texts'
const target = `${place}, or an object with "to"`
const chain = `${target}, or a list of 1 to 16 of them`
const names = 'must be an object of at most 10,000 names'
const name = 'must be named in 1 to 200 characters without blank space'

const placeSchema = z.string({ error: place }).check(z.regex(/^[^\s/]+\/\S{1,199}$/, { error: place }))

const targetSchema = z.strictObject(
  {
    to: placeSchema,
    weight: z.optional(
      z
        .number({ error: weight })
        .check(z.refine((given) => given > 0 && given <= 1_000_000, { error: weight })),
    ),
    timeout_ms: z.optional(wholeNumber(100, 600_000, wait)),
    // https://developers.cloudflare.com/ai-gateway/features/caching/
    cache_ttl: z.optional(wholeNumber(60, 2_592_000, ttl)),
    query: z.optional(
      z
        .record(z.string(), z.string({ error: 'must be a text' }), { error: query })
        .check(z.refine((given) => Object.keys(given).length <= 16, { error: query })),
    ),
  },
  { error: target },
)

/** A text, an object or a list, told apart first: a union would only say that none of them fits. */
const chainSchema = z.pipe(
  z.transform((written: unknown) => (Array.isArray(written) ? written : [written])),
  z
    .array(
      z.pipe(
        z.transform((written: unknown) => (typeof written === 'string' ? { to: written } : written)),
        targetSchema,
      ),
    )
    .check(z.minLength(1, chain), z.maxLength(16, chain)),
)

/** `@config.models`. */
export const modelsSchema = z
  .record(z.string(), chainSchema, { error: names })
  .check(z.refine((given) => Object.keys(given).length <= 10_000, { error: names }))

export const modelsFields = { 'models.*.*': Object.keys(targetSchema.shape) }

export type WrittenModels = z.output<typeof modelsSchema>

/** What no schema tells of one field alone. `providers` are all names that can stand before the slash. */
export function findModelMistake(written: WrittenModels, providers: ReadonlySet<string>): string | null {
  for (const [alias, targets] of Object.entries(written)) {
    const said = pathOf(['models', alias])
    if (!/^\S{1,200}$/.test(alias)) return `${said} ${name}`
    for (const { to } of targets) {
      const provider = to.slice(0, to.indexOf('/')).toLowerCase()
      if (providers.has(provider)) continue
      const near = nearest(provider, [...providers])
      return `${said} must go to a provider of AI Gateway, or to a custom one that has "dialect"${near === null ? '' : ` (did you mean "${near}/…"?)`}`
    }
  }
  return null
}

/** The aliases, defaults filled in. A chain in which one target has a weight gives 1 to the others. */
export function aliasesOf(written: WrittenModels): Aliases {
  const all = Object.entries(written).map(([alias, targets]) => {
    const weighted = targets.some((one) => one.weight !== undefined)
    return {
      glob: alias,
      chain: targets.map((one): AliasTarget => ({
        to: one.to,
        weight: one.weight ?? (weighted ? 1 : null),
        timeoutMs: one.timeout_ms ?? null,
        cacheTtl: one.cache_ttl ?? null,
        query: one.query ?? {},
      })),
    }
  })
  return {
    exact: new Map(all.map(({ glob, chain: targets }) => [glob, targets])),
    globs: all.filter(({ glob }) => isGlob(glob)),
  }
}
