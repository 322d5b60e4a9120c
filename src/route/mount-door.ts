import { isMountName } from '../keys/mounts.ts'
import { customProviders, type Mount } from '../providers/custom.ts'
import { providerNamed } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { type Door, type GatewayPlace, ownDoor } from './door.ts'
import type { RequestPath } from './path.ts'

const customSlug = 'custom-'

/**
 * Whether only the configuration can tell if something is served at a path that has no other door. Its caller has to
 * show a key first, for the configuration comes with the key: so such a path costs a stranger's request what any other
 * costs, nothing (401 without a key) or one lookup, and does not tell who has no key what is mounted here. What cannot
 * be a mount (`/favicon.ico`) is 404 at once.
 */
export function mayBeMounted({ decoded }: RequestPath, place: GatewayPlace): boolean {
  const first = decoded[0]?.toLowerCase() ?? ''
  if (isSwapped(decoded, place)) return decoded[3]?.startsWith(customSlug) ?? false
  return isMountName(first) && providerNamed(first) === null
}

/**
 * The door of a custom provider: `/{name}/…`, or the gateway's own URL with only the host changed, which reaches
 * what is mounted and nothing else.
 */
export function mountDoor(
  { segments, decoded }: RequestPath,
  place: GatewayPlace,
  mounts: readonly Mount[],
): Door | null {
  const mounted = customProviders(mounts)
  if (!isSwapped(decoded, place)) {
    const provider = mounted.get(decoded[0]?.toLowerCase() ?? '')
    return provider ? ownDoor(provider, segments, decoded, 1) : null
  }
  const below = decoded.slice(4)
  const reaching = [...mounted.values()].filter(
    ({ gateway, prefix }) =>
      gateway === decoded[3] && prefixOf(prefix).every((part, index) => part === below[index]),
  )
  const [nearest] = reaching.sort((a, b) => prefixOf(b.prefix).length - prefixOf(a.prefix).length)
  return nearest ? ownDoor(nearest, segments, decoded, 4 + prefixOf(nearest.prefix).length) : null
}

function isSwapped(decoded: readonly string[], place: GatewayPlace): boolean {
  return decoded[0]?.toLowerCase() === 'v1' && decoded[1] === place.account && decoded[2] === place.gateway
}

function prefixOf(prefix: Provider['prefix']): string[] {
  return prefix ? prefix.split('/') : []
}
