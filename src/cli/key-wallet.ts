import { createKeyCache } from '../keys/cache.ts'
import { configName, type ConfigInForce, decideConfig, goodConfigName } from '../keys/config-in-force.ts'
import { providerNames } from '../providers/index.ts'
import { quote } from '../refusal/client-text.ts'
import { nearest } from '../refusal/nearest.ts'
import type { Entries } from './entries.ts'
import type { FoundKey } from './key-find.ts'

/** The configuration that holds at a place, and what is wrong with the entry that people edit. */
export async function configAt(entries: Entries): Promise<ConfigInForce> {
  const values = await entries.read([configName, goodConfigName])
  return decideConfig(createKeyCache().config, values, providerNames)
}

/** What the wallet of a key lacks, without a full stop; null for a key without a wallet, and where nothing is amiss. */
export async function walletProblem(entries: Entries, wallet: string | null): Promise<string | null> {
  return wallet === null ? null : problemIn(await configAt(entries), wallet)
}

/** The keys as the Worker takes them: one whose wallet is nowhere is invalid to it, whatever else its entry says. */
export async function withWallets(entries: Entries, keys: readonly FoundKey[]): Promise<FoundKey[]> {
  if (keys.every(({ parsed }) => !parsed.ok || parsed.record.wallet === null)) return [...keys]
  const config = await configAt(entries)
  return keys.map((key) => {
    const wallet = key.parsed.ok ? key.parsed.record.wallet : null
    return { ...key, problem: wallet === null ? null : problemIn(config, wallet) }
  })
}

function problemIn({ config, problem }: ConfigInForce, wallet: string): string | null {
  if (config.wallets.has(wallet)) return null
  const near = nearest(wallet, [...config.wallets.keys()])
  const meant = near === null ? '' : ` (did you mean ${quote(near)}?)`
  const unread = problem === null ? '' : `: ${configName} is not valid: ${problem}`
  return `its wallet ${quote(wallet)} is not in ${configName}.wallets${meant}${unread}`
}
