import * as z from 'zod/mini'
import type { Mount } from '../providers/custom.ts'
import { providersFields, providersSchema } from './config-providers.ts'
import { parseJsonText } from './json-text.ts'
import { findProviderMistake, mountsOf } from './mounts.ts'
import { checkStrictly } from './strict.ts'

/** What an operator changes without a deploy: the entry `@config` of the keys' namespace. */
export interface Config {
  /** Where a model goes that no rule knows; null is nowhere. */
  defaultProvider: string | null
  /** Sent to the gateway as `cf-aig-collect-log-payload`; null leaves the gateway's own setting. */
  logPayloads: boolean | null
  /** The custom providers. One list a configuration: what is compiled of it is kept by it. */
  mounts: readonly Mount[]
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
  mounts: [],
  sharedCache: false,
  wholesale: false,
}

const longestConfig = 1_048_576

/** Nothing that an operator relies on may be ignored in silence: until it is enforced it is refused. */
const later = z.undefined({
  error: 'is not enforced by this version yet: remove it, or wait for one that does',
})
const flag = z.optional(z.boolean({ error: 'must be true or false' }))
const slug =
  'must be a provider\'s slug, as it stands in an AI Gateway URL, or a name in "providers" that has "dialect"'

const configSchema = z.strictObject(
  {
    default_provider: z.optional(
      z
        .string({ error: slug })
        .check(z.regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, { error: slug }), z.maxLength(64, slug)),
    ),
    log_payloads: flag,
    shared_cache: flag,
    wholesale: flag,
    models: z.optional(later),
    providers: z.optional(providersSchema),
    prices: z.optional(later),
    wallets: z.optional(later),
    unpriced: z.optional(later),
    claude_cache: z.optional(later),
  },
  { error: 'the entry must be a JSON object' },
)

const configFields = { '': Object.keys(configSchema.shape), ...providersFields }

/** Reads the entry `@config`. `knowsProvider` tells whether a name is one of the table's. Never throws by itself. */
export function parseConfig(text: string, knowsProvider: (slug: string) => boolean): ParsedConfig {
  if (text.length > longestConfig) return { ok: false, message: 'the entry is longer than 1 MB' }
  const json = parseJsonText(text)
  if (!json.ok) return json
  const checked = checkStrictly(configSchema, configFields, json.value)
  if (!checked.ok) return checked
  const { default_provider, log_payloads, shared_cache, wholesale, providers = {} } = checked.value
  const mistake = findProviderMistake(providers, knowsProvider)
  if (mistake !== null) return { ok: false, message: mistake }
  const mounts = mountsOf(providers)
  const speaks = mounts.some(({ name, dialect }) => name === default_provider && dialect !== null)
  if (default_provider !== undefined && !speaks && !knowsProvider(default_provider))
    return { ok: false, message: `default_provider ${slug}` }
  const config: Config = {
    defaultProvider: default_provider ?? null,
    logPayloads: log_payloads ?? null,
    mounts,
    sharedCache: shared_cache ?? builtInConfig.sharedCache,
    wholesale: wholesale ?? builtInConfig.wholesale,
  }
  return { ok: true, config }
}
