import type { Route } from '../route/route.ts'
import type { Relinking } from '../tap/relinked.ts'

/** Where the addresses in the answers of this route lead to, for a client that asks at `url`; null for none. */
export function relinkingOf(
  { door, endpoint, provider }: Pick<Route, 'door' | 'endpoint' | 'provider'>,
  url: string,
): Relinking | null {
  const { links: members } = endpoint ?? {}
  const { addresses = [], targetHeader } = provider
  if (members === undefined || addresses.length === 0) return null
  // Of several hosts the header names the one that answers, and not all of them answer with addresses.
  const host = door.target?.url
  if (targetHeader !== undefined && !addresses.some((address) => host?.startsWith(address))) return null
  const { origin } = new URL(url)
  // Where a model decides, an address would not say whose it is.
  const place = provider.door === door.name ? '/' : `/${provider.slug}/`
  const to = (from: string): string => (from.startsWith('/') ? place : `${origin}${place}`)
  return { members, places: addresses.map((from) => ({ from, to: to(from) })) }
}
