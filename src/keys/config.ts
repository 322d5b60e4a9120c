import * as z from 'zod'
import { parseJsonText } from './json-text.ts'
import { checkStrictly } from './strict.ts'

/** What an operator changes without a deploy: the entry `@config` of the keys' namespace. */
export interface Config {
  /** Where a model goes that no rule knows; null is nowhere. */
  defaultProvider: string | null
  /** Sent to the gateway as `cf-aig-collect-log-payload`; null leaves the gateway's own setting. */
  logPayloads: boolean | null
  /** A client's cache key is shared between keys. */
  sharedCache: boolean
  /** Unified Billing is allowed where no key of the provider is stored. */
  wholesale: boolean
}

export type ParsedConfig = { ok: true; config: Config } | { ok: false; message: string }

/** The rules where there is no `@config`. */
export const builtInConfig: Config = {
  defaultProvider: null,
  logPayloads: null,
  sharedCache: false,
  wholesale: false,
}

const longestConfig = 1_048_576

/** Nothing that an operator relies on may be ignored in silence: until it is enforced it is refused. */
const later = z.undefined({
  error: 'is not enforced by this version yet: remove it, or wait for one that does',
})
const flag = z.boolean({ error: 'must be true or false' }).optional()
const slug = "must be a provider's slug, as it stands in an AI Gateway URL"

const configSchema = z.strictObject(
  {
    default_provider: z
      .string({ error: slug })
      .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, { error: slug })
      .max(64, slug)
      .optional(),
    log_payloads: flag,
    shared_cache: flag,
    wholesale: flag,
    models: later.optional(),
    providers: later.optional(),
    prices: later.optional(),
    wallets: later.optional(),
    unpriced: later.optional(),
    claude_cache: later.optional(),
  },
  { error: 'the entry must be a JSON object' },
)

const configFields = { '': Object.keys(configSchema.shape) }

/** Reads the entry `@config`. `knowsProvider` tells whether a slug is one of the table's. Never throws by itself. */
export function parseConfig(text: string, knowsProvider: (slug: string) => boolean): ParsedConfig {
  if (text.length > longestConfig) return { ok: false, message: 'the entry is longer than 1 MB' }
  const json = parseJsonText(text)
  if (!json.ok) return json
  const checked = checkStrictly(configSchema, configFields, json.value)
  if (!checked.ok) return checked
  const { default_provider, log_payloads, shared_cache, wholesale } = checked.value
  if (default_provider !== undefined && !knowsProvider(default_provider))
    return { ok: false, message: `default_provider ${slug}` }
  const config: Config = {
    defaultProvider: default_provider ?? null,
    logPayloads: log_payloads ?? null,
    sharedCache: shared_cache ?? builtInConfig.sharedCache,
    wholesale: wholesale ?? builtInConfig.wholesale,
  }
  return { ok: true, config }
}
