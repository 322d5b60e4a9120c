import type { Config } from '../keys/config.ts'
import { isGlob } from '../keys/aliases.ts'
import { modelIds } from '../price/catalogue.ts'
import { customProviders } from '../providers/custom.ts'
import { providerNamed, providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import type { Route } from '../route/route.ts'
import type { ModelsAsked } from './asked.ts'
import { routesOf } from './reached.ts'

/** A model that can be asked for on a door, and where that leads. */
export interface Offered {
  id: string
  /** Who serves it: a provider's slug, or Tollgate for an alias. */
  owner: string
  routes: readonly Route[]
}

/** Who an alias belongs to. */
export const aliasOwner = 'tollgate'

type Lists = Map<ModelsAsked['door'], readonly Offered[]>

const known = new WeakMap<Config, Lists>()

/** What a door offers under a configuration, aliases first. Made once a configuration, for all keys. */
export function offeredAt(door: ModelsAsked['door'], config: Config): readonly Offered[] {
  let lists = known.get(config)
  if (!lists) known.set(config, (lists = new Map()))
  let list = lists.get(door)
  if (!list) lists.set(door, (list = makeList(door, config)))
  return list
}

function makeList(door: ModelsAsked['door'], config: Config): Offered[] {
  const found = new Map<string, Offered>()
  const add = (id: string, owner: string, provider: Provider | null): void => {
    if (found.has(id)) return
    const routes = routesOf(door, id, config)
    if (!routes.ok) return
    if (provider !== null && !routes.value.some((route) => route.provider === provider)) return
    found.set(id, { id, owner, routes: routes.value })
  }
  for (const alias of config.aliases.exact.keys()) if (!isGlob(alias)) add(alias, aliasOwner, null)
  for (const provider of providers) {
    for (const model of modelIds(provider.prices?.from ?? '')) {
      const id = nameOf(model, provider)
      if (id !== null) add(id, provider.slug, provider)
    }
  }
  for (const { key } of config.prices) {
    const owner = isGlob(key) ? null : ownerOf(key, config)
    if (owner) add(key, owner.slug, owner)
  }
  return [...found.values()]
}

/**
 * The name by which a neutral door takes a model of the catalogue: bare where the provider owns such names, and only
 * those, for the data of one provider can hold another's models too. A tuned model's line is a pattern, no model.
 */
function nameOf(model: string, { owns, disowns, slug }: Provider): string | null {
  if (disowns?.test(model) || model.startsWith('ft:')) return null
  if (owns === undefined) return `${slug}/${model}`
  return owns.test(model) ? model : null
}

/** The provider in the key of an operator's price; null for a bare model's. */
function ownerOf(key: string, { mounts }: Config): Provider | null {
  const name = key.slice(0, Math.max(0, key.indexOf('/')))
  return providerNamed(name) ?? customProviders(mounts).get(name.toLowerCase()) ?? null
}
