import type { JsonBody } from '../../src/body/json.ts'
import type { Caller } from '../../src/keys/check.ts'
import { findDoor } from '../../src/route/door.ts'
import { readPath } from '../../src/route/path.ts'
import { type Destination, findDestination } from '../../src/route/destination.ts'
import { findRoutes, type Route } from '../../src/route/route.ts'
import { noAliases } from '../../src/keys/aliases.ts'
import type { ModelRules } from '../../src/route/model.ts'
import { accept, type Result } from '../../src/refusal/refusal.ts'

export const account = '0123456789abcdef0123456789abcdef'
export const place = { account, gateway: 'default' }

/** Rules that say nothing. */
export const rules: ModelRules = {
  aliases: noAliases,
  defaultProvider: null,
  mounts: [],
  configProblem: null,
  random: () => 0,
}

/** The first route of a chain. */
export function firstRoute(...asked: Parameters<typeof findRoutes>): Result<Route> {
  const found = findRoutes(...asked)
  if (!found.ok) return found
  const [route] = found.value
  if (route === undefined) throw new Error('a chain needs a route')
  return accept(route)
}

/** A caller who may do what most keys may. */
export function callerWith(more: Partial<Caller> = {}): Caller {
  return {
    id: 'alice',
    kvName: 'alice',
    name: null,
    tags: {},
    label: { key_id: 'alice', name: null, tags: null, wallet: null },
    models: null,
    budget: null,
    wallet: null,
    limits: null,
    expiresAt: null,
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
  return firstRoute(destined(line), body === null ? null : bodyOf(body), { ...rules, defaultProvider })
}

/** The route, where there must be one. */
export function routed(line: string, body: unknown = null): Route {
  const route = routeOf(line, body)
  if (!route.ok) throw new Error(route.refusal.message)
  return route.value
}
