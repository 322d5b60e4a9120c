import { customProviders, type Mount } from '../providers/custom.ts'
import { providerNamed, providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'

/** The provider that a model's name leads to, and the name that this provider knows it by. */
export interface ModelTarget {
  provider: Provider
  model: string
}

/** What decides beside the rows: the part of `@config` that routes. */
export interface ModelRules {
  defaultProvider: string | null
  mounts: readonly Mount[]
  /** Why `@config` cannot be read; a model that only it could place is then nobody's fault but the operator's. */
  configProblem: string | null
}

/**
 * Where the neutral OpenAI door sends a model: `provider/model` by name, else the row that owns the bare name, else
 * the default provider, which gets the name unchanged.
 */
export function findModel(
  asked: string,
  { defaultProvider, mounts, configProblem }: ModelRules,
): Result<ModelTarget> {
  const known = (name: string): Provider | null =>
    providerNamed(name) ?? customProviders(mounts).get(name.toLowerCase()) ?? null
  const slash = asked.indexOf('/')
  const named = slash > 0 ? known(asked.slice(0, slash)) : null
  const rest = asked.slice(slash + 1)
  const disowned = named?.disowns?.test(rest) ?? false
  if (named && !disowned && rest !== '') return reachable(named, rest, asked)

  const owner = named ? undefined : providers.find((provider) => provider.owns?.test(asked))
  if (owner) return reachable(owner, asked, asked)

  const fallback = defaultProvider === null ? null : known(defaultProvider)
  if (fallback) return reachable(fallback, asked, asked)
  if (configProblem !== null) {
    return refuse(
      'config_invalid',
      'This model can only be placed by the configuration, which cannot be read. Whoever runs this Tollgate has to correct the entry @config in KV.',
      { param: 'model' },
    )
  }
  return refuse(
    'model_not_found',
    `No provider is known for the model \`${quote(asked)}\`. Write it as provider/model, for example openai/gpt-4o-mini or groq/llama-3.3-70b-versatile.`,
    { param: 'model' },
  )
}

/** The name without what the provider's own API would not understand before it. */
export function bareModel(model: string, { modelPrefixes = [] }: Provider): string {
  const prefix = modelPrefixes.find((part) => model.startsWith(part))
  return prefix === undefined ? model : model.slice(prefix.length)
}

function reachable(provider: Provider, model: string, asked: string): Result<ModelTarget> {
  if (provider.openaiAt !== undefined) return accept({ provider, model: bareModel(model, provider) })
  return refuse(
    'wrong_door',
    `The model \`${quote(asked)}\` is not served on this path. ${provider.instead ?? ''}`.trim(),
    { param: 'model' },
  )
}
