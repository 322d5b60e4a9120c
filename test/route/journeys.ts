import type { JsonBody } from '../../src/body/json.ts'
import type { Caller } from '../../src/keys/check.ts'
import { findDoor } from '../../src/route/door.ts'
import { readPath } from '../../src/route/path.ts'
import { type Destination, findDestination, findRoute, type Route } from '../../src/route/route.ts'
import type { Result } from '../../src/refusal/refusal.ts'

export const account = '0123456789abcdef0123456789abcdef'
export const place = { account, gateway: 'default' }

/** A caller who may do what most keys may. */
export function callerWith(more: Partial<Caller> = {}): Caller {
  return {
    id: 'alice',
    kvName: 'alice',
    name: null,
    tags: {},
    label: { key_id: 'alice', name: null, tags: null },
    models: null,
    scopes: ['inference'],
    onDisconnect: 'drain',
    usageChunk: null,
    ...more,
  }
}

export function bodyOf(value: unknown): JsonBody {
  const text = JSON.stringify(value)
  return { text, value: JSON.parse(text) }
}

/** `POST /v1/chat/completions`: where it goes, by its path alone; null where there is no door. */
export function destinationOf(line: string, headers: Record<string, string> = {}): Destination | null {
  const [method = '', target = ''] = line.split(' ')
  const path = readPath(`https://tollgate.test${target}`)
  if (!path.ok) throw new Error(path.refusal.message)
  const door = findDoor(path.value, method, new Headers(headers), place)
  return door && findDestination(door, method, path.value.query)
}

/** The same, where there must be a door. */
export function destined(line: string): Destination {
  const destination = destinationOf(line)
  if (!destination) throw new Error(`no door for ${line}`)
  return destination
}

/** The same with a body, or null for none. */
export function routeOf(line: string, body: unknown, defaultProvider: string | null = null): Result<Route> {
  return findRoute(destined(line), body === null ? null : bodyOf(body), {
    defaultProvider,
    mounts: [],
    configProblem: null,
  })
}

/** The route, where there must be one. */
export function routed(line: string, body: unknown = null): Route {
  const route = routeOf(line, body)
  if (!route.ok) throw new Error(route.refusal.message)
  return route.value
}
