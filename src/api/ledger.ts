import { failureOf, messageOf } from '../ledger/failure.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { refuse, type Result } from '../refusal/refusal.ts'
import type { ApiPorts } from './ports.ts'

/** Asks the ledger; what D1 throws becomes a refusal. */
export async function withLedger<T>(
  { ledger }: Pick<ApiPorts, 'ledger'>,
  ask: (ledger: LedgerReader) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (ledger === null) return refuse('setting_missing', 'DB is missing. See /health.')
  try {
    return await ask(ledger)
  } catch (error) {
    console.error(JSON.stringify({ event: 'ledger_not_read', error: messageOf(error) }))
    return failureOf(error) === 'quota' ? overQuota : unreadable
  }
}

const overQuota = refuse('quota_exhausted', "The ledger's daily quota is used up until 00:00 UTC.")
const unreadable = refuse('overloaded', 'The ledger cannot be read just now. Try again in a moment.', {
  retryAfter: 5,
})
