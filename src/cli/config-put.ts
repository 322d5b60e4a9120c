import { readFile } from 'node:fs/promises'
import { configName } from '../keys/config-in-force.ts'
import { type Config, parseConfig } from '../keys/config.ts'
import { providerNames } from '../providers/index.ts'
import type { Done } from './command.ts'
import { unreachable } from './config-reach.ts'
import type { Flags, Typed } from './flags.ts'
import { soon } from './key-change.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'

export const putFlags: Flags = placeFlags

/** Says whether the Worker will take a file as its configuration, and if not, what is wrong with it. */
export async function checkConfig(typed: Typed): Promise<Done> {
  const read = await readConfig(typed)
  if (!read.ok) return read
  return {
    ok: true,
    says: [`It is valid: ${contentsOf(read.config)}.`, ...unreachable(read.config)].join('\n'),
  }
}

/** Writes a valid file to KV, as it is. */
export async function putConfig(typed: Typed): Promise<Done> {
  const read = await readConfig(typed)
  return read.ok ? atPlace(typed, (stores) => putAt(stores, read)) : read
}

export async function putAt(
  stores: Stores,
  { text, config }: { text: string; config: Config },
): Promise<Done> {
  await stores.entries.write([{ name: configName, value: text, id: null }])
  const says = `${configName} is written, and in force${soon(stores)}: ${contentsOf(config)}.`
  return { ok: true, says: [says, ...unreachable(config)].join('\n') }
}

type ReadConfig = { ok: true; text: string; config: Config } | { ok: false; message: string }

async function readConfig({ words }: Typed): Promise<ReadConfig> {
  const [file, ...more] = words
  if (file === undefined || more.length > 0) return { ok: false, message: 'which file? Name one' }
  const text = await readFile(file, 'utf8')
  const parsed = parseConfig(text, providerNames)
  if (parsed.ok) return { ok: true, text, config: parsed.config }
  return { ok: false, message: `${file} is no valid configuration: ${parsed.message}` }
}

/** How much of everything is in it. */
export function contentsOf({ aliases, mounts, prices, wallets }: Config): string {
  const counted = [
    [aliases.exact.size, 'alias', 'aliases'],
    [mounts.length, 'custom provider', 'custom providers'],
    [prices.length, 'price', 'prices'],
    [wallets.size, 'wallet', 'wallets'],
  ] as const
  return counted.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ')
}
