import type { Route } from '../route/route.ts'
import type { Relinking } from '../tap/relinked.ts'

/** Where the addresses in the answers of this route lead to, for a client that asks at `url`; null for none. */
export function relinkingOf(
  { door, endpoint, provider }: Pick<Route, 'door' | 'endpoint' | 'provider'>,
  url: string,
): Relinking | null {
  const { links: members } = endpoint ?? {}
  if (members === undefined || provider.address === undefined) return null
  const { origin } = new URL(url)
  const to = door.name === 'provider' ? `${origin}/${provider.slug}/` : `${origin}/`
  return { members, from: provider.address, to }
}
