import type { Budget, Limits } from '../keys/record.ts'
import type { Admission } from '../keys/store.ts'
import type { KeyStanding } from '../meter/terms.ts'
import type { ApiPorts } from './ports.ts'

/** What a key may spend, how fast and how long, beside what the Meter has counted. */
export interface Account {
  /** The key's own, or its wallet's. */
  budget: Budget | null
  wallet: string | null
  limits: Limits | null
  /** Epoch milliseconds from which on the key is refused. */
  expiresAt: number | null
  /** Null where the Meter could not be reached. */
  standing: KeyStanding | null
}

/** How a key stands. */
export async function accountOf({ caller, config }: Admission, { meters }: ApiPorts): Promise<Account> {
  const { wallet, limits, expiresAt } = caller
  const budget = caller.budget ?? (wallet === null ? null : (config.wallets.get(wallet) ?? null))
  const standing = meters === null ? null : await meters.standing(caller, budget)
  return { budget, wallet, limits, expiresAt, standing }
}
