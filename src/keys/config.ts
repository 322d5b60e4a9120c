import * as z from 'zod/mini'
import type { Mount } from '../providers/custom.ts'
import { nearest } from '../refusal/nearest.ts'
import { type Aliases, noAliases } from './aliases.ts'
import { aliasesOf, findModelMistake, modelsFields, modelsSchema } from './config-models.ts'
import { type ConfigPrices, pricesFields, pricesOf, pricesSchema } from './config-prices.ts'
import { providersFields, providersSchema } from './config-providers.ts'
import { walletsFields, walletsSchema } from './config-wallets.ts'
import { parseJsonText } from './json-text.ts'
import { findProviderMistake, mountsOf } from './mounts.ts'
import type { Budget } from './record.ts'
import { checkStrictly } from './strict.ts'

/** What an operator changes without a deploy: the entry `@config` of the keys' namespace. */
export interface Config {
  /** Chains of targets by the names that clients ask for. */
  aliases: Aliases
  /** Whether Claude's system prompt and tools are marked for its cache when they come as a chat, and for how long. */
  claudeCache: 'off' | '5m' | '1h'
  /** Where a model goes that no rule knows; null is nowhere. */
  defaultProvider: string | null
  /** Sent to the gateway as `cf-aig-collect-log-payload`; null leaves the gateway's own setting. */
  logPayloads: boolean | null
  /** The custom providers. One list a configuration: what is compiled of it is kept by it. */
  mounts: readonly Mount[]
  /** What the operator says that models cost. */
  prices: ConfigPrices
  /** A client's cache key is shared between keys. */
  sharedCache: boolean
  /** What a key with a budget gets for a model without a price. */
  unpriced: 'refuse' | 'allow'
  /** Budgets shared by several keys, by their names. */
  wallets: ReadonlyMap<string, Budget>
  /** Unified Billing is allowed where no key of the provider is stored. */
  wholesale: boolean
}

export type ParsedConfig = { ok: true; config: Config } | { ok: false; message: string }

/** The rules where there is no `@config`. */
export const builtInConfig: Config = {
  aliases: noAliases,
  claudeCache: 'off',
  defaultProvider: null,
  logPayloads: null,
  mounts: [],
  prices: [],
  sharedCache: false,
  unpriced: 'refuse',
  wallets: new Map(),
  wholesale: false,
}

const longestConfig = 1_048_576

const flag = z.optional(z.boolean({ error: 'must be true or false' }))
const claudeCache = 'must be true, false, "5m" or "1h"'
const claudeCacheSchema = z.pipe(
  z.union([z.boolean(), z.enum(['5m', '1h'])], { error: claudeCache }),
  z.transform((written): Config['claudeCache'] =>
    written === true ? '5m' : written === false ? 'off' : written,
  ),
)
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
    models: z.optional(modelsSchema),
    providers: z.optional(providersSchema),
    prices: z.optional(pricesSchema),
    wallets: z.optional(walletsSchema),
    unpriced: z.optional(z.enum(['refuse', 'allow'], { error: 'must be "refuse" or "allow"' })),
    claude_cache: z.optional(claudeCacheSchema),
  },
  { error: 'the entry must be a JSON object' },
)

const configFields = {
  '': Object.keys(configSchema.shape),
  ...providersFields,
  ...pricesFields,
  ...modelsFields,
  ...walletsFields,
}

/** Reads the entry `@config`. `known` are the names of the table's providers, in lower case. Never throws by itself. */
export function parseConfig(text: string, known: ReadonlySet<string>): ParsedConfig {
  if (text.length > longestConfig) return { ok: false, message: 'the entry is longer than 1 MB' }
  const json = parseJsonText(text)
  if (!json.ok) return json
  const checked = checkStrictly(configSchema, configFields, json.value)
  if (!checked.ok) return checked
  const {
    default_provider,
    log_payloads,
    shared_cache,
    wholesale,
    providers = {},
    models = {},
  } = checked.value
  const mounts = mountsOf(providers)
  const speaking = mounts.filter(({ dialect }) => dialect !== null).map(({ name }) => name)
  const reachable = new Set([...known, ...speaking])
  const mistake = findProviderMistake(providers, known) ?? findModelMistake(models, reachable)
  if (mistake !== null) return { ok: false, message: mistake }
  if (default_provider !== undefined && !reachable.has(default_provider))
    return { ok: false, message: `default_provider ${slug}${meant(default_provider, reachable)}` }
  const config: Config = {
    aliases: aliasesOf(models),
    claudeCache: checked.value.claude_cache ?? builtInConfig.claudeCache,
    defaultProvider: default_provider ?? null,
    logPayloads: log_payloads ?? null,
    mounts,
    prices: pricesOf(checked.value.prices ?? {}),
    sharedCache: shared_cache ?? builtInConfig.sharedCache,
    unpriced: checked.value.unpriced ?? builtInConfig.unpriced,
    wallets: new Map(Object.entries(checked.value.wallets ?? {})),
    wholesale: wholesale ?? builtInConfig.wholesale,
  }
  return { ok: true, config }
}

function meant(written: string, known: ReadonlySet<string>): string {
  const near = nearest(written, [...known])
  return near === null ? '' : ` (did you mean "${near}"?)`
}
