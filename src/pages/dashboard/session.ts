import { ask, type Asked, type KeyAnswer } from '../ask.ts'
import type { Clock } from './clock.ts'

/** One key, from its signing in until it is signed out or refused. */
export interface Session {
  key: KeyAnswer
  operator: boolean
  clock: Clock
  /** What the API answers; null where it gave nothing, which `Ends` was told already, or where the session is over. */
  ask<T>(path: string): Promise<T | null>
  /** Nobody asks any more, and what still comes is thrown away. */
  end(): void
}

/** Why a question had no answer. */
export interface Trouble {
  message: string
  /** The same question may have one later. */
  passing: boolean
}

/** What becomes of a session. */
export interface Ends {
  /** The key is refused now: it was revoked, or it expired. */
  refused(message: string): void
  /** A question had no answer; null when one has again. */
  trouble(trouble: Trouble | null): void
}

/** Signs in with a key, or says why not. */
export async function signIn(
  token: string,
  clock: Clock,
  ends: Ends,
): Promise<Session | Extract<Asked<never>, { ok: false }>> {
  const asked = await ask<KeyAnswer>('/api/key', token)
  if (!asked.ok) return asked
  clock.learn(asked.servedAt, null)
  let over = false
  return {
    key: asked.value,
    operator: asked.value.scopes.includes('operator'),
    clock,
    end: () => void (over = true),
    async ask<T>(path: string): Promise<T | null> {
      if (over) return null
      const answer = await ask<T>(path, token)
      if (over) return null
      if (answer.ok) {
        clock.learn(answer.servedAt, null)
        ends.trouble(null)
        return answer.value
      }
      if (answer.why === 'unknown_key' || refusesKey(answer)) ends.refused(answer.message)
      else ends.trouble({ message: answer.message, passing: answer.why === 'unreached' })
      return null
    },
  }
}

/** A 403 to a question that this key was allowed to ask: its entry was changed. */
function refusesKey({ status }: { status: number | null }): boolean {
  return status === 403
}

const keptAs = 'tollgate-key'

/** The key that this tab keeps; it goes with the tab, or with the page where the browser lets it keep nothing. */
export const kept = {
  read: (): string | null => inTab((tab) => tab.getItem(keptAs)),
  write: (token: string): void => void inTab((tab) => tab.setItem(keptAs, token)),
  forget: (): void => void inTab((tab) => tab.removeItem(keptAs)),
}

/** Where cookies are blocked the storage itself throws: https://html.spec.whatwg.org/#dom-sessionstorage */
function inTab<T>(use: (tab: Storage) => T): T | null {
  try {
    return use(sessionStorage)
  } catch {
    return null
  }
}
