import type { Aliases, TargetOptions } from '../keys/aliases.ts'
import { customProviders, type Mount } from '../providers/custom.ts'
import { providerNamed, providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { chainOf, inOrder } from './alias.ts'

/** The provider that a model's name leads to, and the name that this provider knows it by. */
export interface ModelTarget {
  provider: Provider
  model: string
  /** As it was written, by the client or in an alias. */
  asked: string
  /** Written as `provider/model`, so that leading parts of the name can be places (a region, a resource). */
  placed: boolean
  /** Null where no alias led here. */
  options: TargetOptions | null
}

/** What decides beside the rows: the part of `@config` that routes. */
export interface ModelRules {
  aliases: Aliases
  defaultProvider: string | null
  mounts: readonly Mount[]
  /** Why `@config` cannot be read; a model that only it could place is then nobody's fault but the operator's. */
  configProblem: string | null
  /** In [0, 1): weights choose by it. */
  random: () => number
}

/** Where a neutral door sends a model, in the order in which it is tried: an alias's chain, else the one place. */
export function findModels(asked: string, rules: ModelRules): Result<readonly ModelTarget[]> {
  const chain = chainOf(asked, rules.aliases)
  if (chain === null) {
    const found = findModel(asked, rules)
    return found.ok ? accept([found.value]) : found
  }
  const targets = inOrder(chain, rules.random).flatMap(({ to, ...options }) => {
    const found = findModel(to, rules)
    return found.ok ? [{ ...found.value, options }] : []
  })
  return targets.length === 0 ? nowhere(asked) : accept(targets)
}

/** `provider/model` by name, else the row that owns the bare name, else the default provider, which gets it unchanged. */
export function findModel(
  asked: string,
  { defaultProvider, mounts, configProblem }: Omit<ModelRules, 'aliases' | 'random'>,
): Result<ModelTarget> {
  const known = (name: string): Provider | null =>
    providerNamed(name) ?? customProviders(mounts).get(name.toLowerCase()) ?? null
  const to = (provider: Provider, model: string, placed: boolean): Result<ModelTarget> =>
    accept({ provider, model: bareModel(model, provider), asked, placed, options: null })
  const slash = asked.indexOf('/')
  const named = slash > 0 ? known(asked.slice(0, slash)) : null
  const rest = asked.slice(slash + 1)
  const disowned = named?.disowns?.test(rest) ?? false
  if (named && !disowned && rest !== '') return to(named, rest, true)

  const owner = named ? undefined : providers.find((provider) => provider.owns?.test(asked))
  if (owner) return to(owner, asked, false)

  const fallback = defaultProvider === null ? null : known(defaultProvider)
  if (fallback) return to(fallback, asked, false)
  if (configProblem !== null) {
    return refuse(
      'config_invalid',
      'This model can only be placed by the configuration, which cannot be read. Whoever runs this Tollgate has to correct the entry @config in KV.',
      { param: 'model' },
    )
  }
  return nowhere(asked)
}

/** The name without what the provider's own API would not understand before it. */
export function bareModel(model: string, { modelPrefixes = [] }: Provider): string {
  const prefix = modelPrefixes.find((part) => model.startsWith(part))
  return prefix === undefined ? model : model.slice(prefix.length)
}

function nowhere(asked: string): Refused {
  return refuse(
    'model_not_found',
    `No provider is known for the model \`${quote(asked)}\`. Write it as provider/model, for example openai/gpt-4o-mini or groq/llama-3.3-70b-versatile.`,
    { param: 'model' },
  )
}
