import { configName } from '../../keys/config-in-force.ts'
import { parseConfig } from '../../keys/config.ts'
import { parseJsonText } from '../../keys/json-text.ts'
import { providerNames } from '../../providers/index.ts'
import type { Entries } from '../entries.ts'
import type { ImportedWallet } from './draft.ts'

export type MergedConfig = { ok: true; text: string; kept: string[] } | { ok: false; message: string }

/**
 * The configuration with these wallets in it, as the Worker will accept it. Wallets that stand there already are
 * `kept` as they are.
 */
export function addWallets(text: string | null, wallets: readonly ImportedWallet[]): MergedConfig {
  const json = parseJsonText(text ?? '{}')
  if (!json.ok) return { ok: false, message: `${configName} is not valid: ${json.message}` }
  const config = json.value
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    return { ok: false, message: `${configName} is not valid: it must be a JSON object` }
  const written = 'wallets' in config && typeof config.wallets === 'object' ? { ...config.wallets } : {}
  const kept = wallets.filter(({ name }) => Object.hasOwn(written, name)).map(({ name }) => name)
  const added = wallets.filter(({ name }) => !kept.includes(name))
  const merged = { ...config, wallets: { ...written, ...walletLines(added) } }
  const result = added.length === 0 && text !== null ? text : JSON.stringify(merged, null, 2)
  const parsed = parseConfig(result, providerNames)
  return parsed.ok
    ? { ok: true, text: result, kept }
    : { ok: false, message: `${configName}: ${parsed.message}` }
}

/** What goes into `@config.wallets`. */
export function walletLines(wallets: readonly ImportedWallet[]): Record<string, ImportedWallet['budget']> {
  return Object.fromEntries(wallets.map(({ name, budget }) => [name, budget]))
}

/** Writes the wallets into the configuration; says what it did. */
export async function writeWallets(
  entries: Entries,
  wallets: readonly ImportedWallet[],
): Promise<{ ok: true; says: string } | { ok: false; message: string }> {
  const before = (await entries.read([configName])).get(configName) ?? null
  const merged = addWallets(before, wallets)
  if (!merged.ok) return merged
  if (merged.text !== before) await entries.write([{ name: configName, value: merged.text, id: null }])
  const stood = merged.kept.length === 0 ? '' : ` (there already and left: ${merged.kept.join(', ')})`
  return { ok: true, says: `${configName}.wallets has ${wallets.length} imported wallets${stood}.` }
}
