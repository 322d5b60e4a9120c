import { openai } from '../endpoints/openai.ts'
import { nanoUsd } from '../usage/money.ts'
import type { Charge } from './charge.ts'
import { bearer, type Provider, type Root } from './provider.ts'

/**
 * A custom provider of AI Gateway, as the operator's configuration mounts it.
 * https://developers.cloudflare.com/ai-gateway/configuration/custom-providers/
 */
export interface Mount {
  /** The name of its own door, and of the provider in `provider/model` and in the ledger. */
  name: string
  /** The gateway's path segment, `custom-…`. */
  gateway: string
  /** Null where it speaks no API that Tollgate knows. */
  dialect: 'openai' | null
  /** Path that comes before every other one upstream, no slash at its ends; '' is none. */
  prefix: string
  /** What requests cost. */
  units: readonly UnitPrice[]
}

/** The price of one request whose method and path a pattern matches. */
export interface UnitPrice {
  method: string
  /** On the Worker, as written: `/mj/submit/*`. */
  path: string
  /** A singular noun. */
  unit: string
  usd: number
}

const compiled = new WeakMap<readonly Mount[], ReadonlyMap<string, Provider>>()

/** The rows of the mounted providers by name, compiled once a configuration. */
export function customProviders(mounts: readonly Mount[]): ReadonlyMap<string, Provider> {
  let rows = compiled.get(mounts)
  if (!rows) compiled.set(mounts, (rows = new Map(mounts.map((mount) => [mount.name, rowOf(mount)]))))
  return rows
}

/**
 * Its base URL may or may not end in `v1`. A host of whom its operator says that it speaks OpenAI is taken at that word
 * for `stream_options` too: without, the streams of vLLM and its like state no usage.
 */
const openaiRoots: readonly Root[] = [
  { at: '', api: openai, asksUsage: true },
  { at: 'v1', api: openai, asksUsage: true },
]

function rowOf({ name, gateway, dialect, prefix, units }: Mount): Provider {
  const common = {
    slug: name,
    gateway,
    prefix,
    dialect: 'openai',
    credential: bearer,
    unlisted: 'inference',
    charges: units.map((unit) => chargeFor(name, unit)).sort(mostExactFirst),
  } as const
  if (dialect === 'openai') return { ...common, roots: openaiRoots, openaiAt: '' }
  return { ...common, roots: [], instead: `Send this to its own door, /${name}/….` }
}

function chargeFor(name: string, { method, path, unit, usd }: UnitPrice): Charge {
  const amount = nanoUsd(usd)
  if (amount === undefined) throw new Error(`${usd} is no price`)
  return { method, path: path.slice(`/${name}/`.length).toLowerCase(), unit, nanoUsd: amount }
}

function mostExactFirst(a: Charge, b: Charge): number {
  const wild = Number(a.path.endsWith('*')) - Number(b.path.endsWith('*'))
  return wild || b.path.length - a.path.length || Number(a.method === '*') - Number(b.method === '*')
}
