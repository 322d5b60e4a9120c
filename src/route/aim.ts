import { credentialQuery } from '../keys/credential.ts'
import type { Provider } from '../providers/provider.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Door } from './door.ts'
import { readPath, withoutParameters } from './path.ts'

const keyParameters: ReadonlySet<string> = new Set(credentialQuery)

/**
 * The door with the path that a provider's target header names, where its own path is bare: what the gateway will go
 * to is what endpoint, scope and model are found by. An address that is not one of the provider's hosts over https, or
 * has a user, a password or a port in it, is 400, also beside a path that makes the header mean nothing. A path that is
 * on another host than the gateway's own is aimed there without it; `query` is as sent.
 */
export function aimed(door: Door, headers: Headers, query: string): Result<Door> {
  const header = door.provider?.targetHeader
  const value = header === undefined ? null : headers.get(header.name)
  if (header === undefined) return accept(door)
  if (value === null) return accept(elsewhere(door, header, query))
  const host = /^https:\/\/([a-z\d.-]+)\/[^#\\]*$/i.exec(value)?.[1]?.toLowerCase()
  if (host === undefined || !header.hosts.includes(host) || !URL.canParse(value)) {
    return refuse(
      'bad_request',
      `The header \`${header.name}\` must be an https address of ${header.hosts.join(' or ')}, without user, password or port.`,
      { param: header.name },
    )
  }
  // The path as it stood, before a parser resolves what climbs in it.
  const path = readPath(value)
  if (!path.ok) return path
  if (door.segments.some((segment) => segment !== '')) return accept(door)
  const { href } = new URL(value)
  const { decoded } = path.value
  return accept({ ...door, decoded, endpoint: decoded.join('/'), target: { header: header.name, url: href } })
}

function elsewhere(
  door: Door,
  { name, elsewhere: other }: NonNullable<Provider['targetHeader']>,
  query: string,
): Door {
  if (other === undefined || !other.paths.test(`/${door.decoded.join('/')}`)) return door
  const search = withoutParameters(query, keyParameters)
  const url = `https://${other.host}/${door.segments.join('/')}${search === '' ? '' : `?${search}`}`
  return { ...door, segments: [], target: { header: name, url } }
}
