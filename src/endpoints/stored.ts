import type { Endpoint } from './endpoint.ts'

/** Places of the upstream account, each with all that stands below it. Nothing there computes an answer. */
export function stored(...paths: readonly string[]): Endpoint[] {
  return everythingAt('storage', paths)
}

/** Places that hand out credentials, or open a channel that cannot be metered. */
export function minting(...paths: readonly string[]): Endpoint[] {
  return everythingAt('mint', paths)
}

/** Administration of the upstream account. */
export function administration(...paths: readonly string[]): Endpoint[] {
  return everythingAt('account', paths)
}

/** Places of the upstream account where work is ordered whose cost comes later, by models that are named elsewhere. */
export function jobs(...paths: readonly string[]): Endpoint[] {
  return everythingAt('storage', paths, { leavesModel: true })
}

/** Reads an answer again by its unguessable id, which repeats its old usage, or a list of models. */
export function reads(...paths: readonly string[]): Endpoint[] {
  return paths.map((path) => ({ method: 'GET', path, scope: 'inference', usage: 'none' }))
}

function everythingAt(
  scope: Endpoint['scope'],
  paths: readonly string[],
  more: Pick<Endpoint, 'leavesModel'> = {},
): Endpoint[] {
  const at = (path: string): Endpoint => ({ method: '*', path, scope, usage: 'none', ...more })
  return paths.flatMap((path) => [at(path), at(`${path}/*`)])
}
