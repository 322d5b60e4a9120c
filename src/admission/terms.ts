import { budgetNano } from '../keys/budget-nano.ts'
import type { Caller } from '../keys/check.ts'
import type { Config } from '../keys/config.ts'
import type { Terms } from '../meter/terms.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'

/** What a key is held to; null for one without budget, wallet and limits, which never waits for its Meter. */
export function termsOf(
  { budget, wallet, limits }: Pick<Caller, 'budget' | 'wallet' | 'limits'>,
  { wallets }: Pick<Config, 'wallets'>,
): Result<Terms | null> {
  if (budget === null && wallet === null && limits === null) return accept(null)
  const shared = wallet === null ? null : wallets.get(wallet)
  if (wallet !== null && !shared) {
    return refuse(
      'key_misconfigured',
      `This key is misconfigured: its wallet \`${quote(wallet)}\` does not stand in the wallets of this Tollgate's configuration. Whoever runs it has to add it there.`,
    )
  }
  const paid = budget ?? shared ?? null
  return accept({ budget: paid && { nanoUsd: budgetNano(paid), per: paid.per, mode: paid.mode }, limits })
}
