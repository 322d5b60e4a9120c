import { refuse } from '../refusal/refusal.ts'
import type { Refused } from '../refusal/refusal.ts'
import { guessBucket } from './addresses.ts'
import { remember } from './cache.ts'

/** What is used of a rate-limit binding. */
export interface GuessLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/** The longest period that the binding counts. */
const blockedForMs = 60_000

/** The 429 for an address that guessed too often a moment ago; null for any other. */
export function refuseGuesser(
  blocked: ReadonlyMap<string, number>,
  address: string | null,
  now: number,
): Refused | null {
  const until = blocked.size === 0 ? undefined : blocked.get(guessBucket(address))
  if (until === undefined || now >= until) return null
  return refuse(
    'too_many_guesses',
    'Too many unknown keys came from your network address. Check the key, and try again later.',
    { retryAfter: Math.ceil((until - now) / 1000) },
  )
}

/** Counts a wrong key. Without the binding, or while it fails, nobody is blocked: keys are checked all the same. */
export async function countGuess(
  blocked: Map<string, number>,
  guesses: GuessLimit | undefined,
  address: string | null,
  now: number,
): Promise<void> {
  if (guesses === undefined) return
  const bucket = guessBucket(address)
  try {
    const { success } = await guesses.limit({ key: bucket })
    if (!success) remember(blocked, bucket, now + blockedForMs)
  } catch {
    // Tolerated: see above.
  }
}
