import type { Reason } from './reasons.ts'

/** Why Tollgate itself does not serve a request: an expected outcome, so a value and never a throw. */
export interface Refusal {
  reason: Reason
  /** For the person who reads it: what is wrong and what to do. Never quotes a key or a configured value. */
  message: string
  /** The field or parameter at fault, where there is one. */
  param?: string
  /** Seconds after which another try can work. */
  retryAfter?: number
  /** More members of the error object: `scope`, `limit`, `used`, … */
  details?: Readonly<Record<string, Plain | Readonly<Record<string, Plain>>>>
}

type Plain = string | number | boolean | null

export type Refused = { ok: false; refusal: Refusal }
export type Result<T> = { ok: true; value: T } | Refused

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refuse(
  reason: Reason,
  message: string,
  more: Omit<Refusal, 'reason' | 'message'> = {},
): Refused {
  return { ok: false, refusal: { reason, message, ...more } }
}
