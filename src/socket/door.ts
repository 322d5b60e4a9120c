import { providerBehind, socketProviderAt } from '../providers/index.ts'
import { type Door, findDoor, type GatewayPlace, ownDoor } from '../route/door.ts'
import type { RequestPath } from '../route/path.ts'

/**
 * The door of a socket's path, or null where there is none: the doors of all other requests, the gateway's own slugs
 * for sockets, and `/ws/…` straight behind the host, where Google's SDKs look for it.
 */
export function findSocketDoor(path: RequestPath, headers: Headers, place: GatewayPlace): Door | null {
  const { segments, decoded } = path
  if (decoded[0] === 'ws') {
    const provider = providerBehind('gemini')
    return { ...ownDoor(provider, segments, decoded, 0), name: 'gemini' }
  }
  const isSwapped =
    decoded[0]?.toLowerCase() === 'v1' && decoded[1] === place.account && decoded[2] === place.gateway
  const skip = isSwapped ? 4 : 1
  const provider = socketProviderAt(decoded[skip - 1] ?? '')
  return provider ? ownDoor(provider, segments, decoded, skip) : findDoor(path, 'GET', headers, place)
}
