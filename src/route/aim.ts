import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Door } from './door.ts'
import { readPath } from './path.ts'

/**
 * The door with the path that a provider's target header names, where its own path is bare: what the gateway will go
 * to is what endpoint, scope and model are found by. An address that is not one of the provider's hosts over https, or
 * has a user, a password or a port in it, is 400, also beside a path that makes the header mean nothing.
 */
export function aimed(door: Door, headers: Headers): Result<Door> {
  const header = door.provider?.targetHeader
  const value = header === undefined ? null : headers.get(header.name)
  if (header === undefined || value === null) return accept(door)
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
