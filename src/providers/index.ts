import { chatVendors } from './chat-vendors.ts'
import { clouds } from './clouds.ts'
import { doorVendors } from './door-vendors.ts'
import { hosts } from './hosts.ts'
import { mediaVendors } from './media-vendors.ts'
import type { Dialect } from '../refusal/reasons.ts'
import type { Provider } from './provider.ts'

/** Every provider of AI Gateway, one row each. */
export const providers: readonly Provider[] = [
  ...doorVendors,
  ...chatVendors,
  ...clouds,
  ...hosts,
  ...mediaVendors,
]

const bySlug = new Map(providers.map((provider) => [provider.slug, provider]))
const byName = new Map(
  providers.flatMap((provider) =>
    [provider.slug, ...(provider.names ?? [])].map((name): [string, Provider] => [name, provider]),
  ),
)

/** Every name that a provider can have in `provider/model`, in lower case. */
export const providerNames: ReadonlySet<string> = new Set(byName.keys())

/** The provider of an own door or a gateway path. */
export function providerAt(slug: string): Provider | null {
  return bySlug.get(slug) ?? null
}

/** The provider that `provider/model` names: by slug or by one of its other names. */
export function providerNamed(name: string): Provider | null {
  return byName.get(name.toLowerCase()) ?? null
}

/** The provider whose sockets have this slug at the gateway. */
export function socketProviderAt(slug: string): Provider | null {
  return providers.find(({ sockets }) => sockets?.slug === slug) ?? null
}

/** The provider whose own API a neutral door speaks. */
export function providerBehind(door: Dialect): Provider {
  const provider = providers.find((row) => row.door === door)
  if (!provider) throw new Error(`no provider row has the door ${door}`)
  return provider
}
