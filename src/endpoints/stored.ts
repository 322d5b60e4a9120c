import type { JobDialectName } from '../job/dialect.ts'
import type { UsageDialectName } from '../usage/dialect.ts'
import type { Endpoint } from './endpoint.ts'

/** Places of the upstream account, each with all that stands below it. Nothing there computes an answer. */
export function stored(...paths: readonly string[]): Endpoint[] {
  return everythingAt('storage', paths, { bound: 'free' })
}

/** The same, of things that cost something to make or to keep: by the day, or by what is read into them. */
export function costly(...paths: readonly string[]): Endpoint[] {
  return everythingAt('storage', paths)
}

/** Places that hand out credentials, or open a channel that cannot be metered. */
export function minting(...paths: readonly string[]): Endpoint[] {
  return everythingAt('mint', paths)
}

/** Administration of the upstream account. */
export function administration(...paths: readonly string[]): Endpoint[] {
  return everythingAt('account', paths, { bound: 'free' })
}

/** Places of the upstream account where work is ordered whose cost comes later, by models that are named elsewhere. */
export function jobs(...paths: readonly string[]): Endpoint[] {
  return everythingAt('storage', paths, { leavesModel: true })
}

/** Reads an answer again by its unguessable id, which repeats its old usage, or a list of models. */
export function reads(...paths: readonly string[]): Endpoint[] {
  return paths.map((path) => ({ method: 'GET', path, scope: 'inference', usage: 'none' }))
}

/** Asks after a job: what it consumed is told with its end, and later again. */
export function jobReads(
  reads: JobDialectName,
  usage: UsageDialectName,
  ...paths: readonly string[]
): Endpoint[] {
  const job = { reads, usage }
  return paths.map((path) => ({ method: 'GET', path, scope: 'inference', usage: 'none', job }))
}

/** Stops a job, and answers as one that asks after it does. */
export function jobCancel(reads: JobDialectName, usage: UsageDialectName, path: string): Endpoint {
  const job = { reads, usage }
  return { method: 'POST', path, scope: 'inference', usage: 'none', bound: 'free', job }
}

/** A file of the account. That of a batch's results tells what it consumed, where the batch itself does not. */
export function fileRead(path: string, usage: UsageDialectName): Endpoint {
  const job = { reads: 'batch-output', usage } as const
  return { method: 'GET', path, scope: 'storage', usage: 'none', bound: 'free', job }
}

/** The same rows, whose answers name addresses of their API in these members. */
export function linking(links: readonly string[], rows: readonly Endpoint[]): Endpoint[] {
  return rows.map((row) => ({ ...row, links }))
}

function everythingAt(
  scope: Endpoint['scope'],
  paths: readonly string[],
  more: Pick<Endpoint, 'leavesModel' | 'bound'> = {},
): Endpoint[] {
  const at = (path: string): Endpoint => ({ method: '*', path, scope, usage: 'none', ...more })
  return paths.flatMap((path) => [at(path), at(`${path}/*`)])
}
