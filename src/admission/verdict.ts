import type { RateStanding, Refusal as Verdict } from '../meter/terms.ts'
import type { Reason } from '../refusal/reasons.ts'
import { refuse, type Refused } from '../refusal/refusal.ts'

/**
 * A Meter's refusal, with the arithmetic in it: `limit`, `used`, `reserved` and `required` in USD for a budget, else as
 * counts. `now` is epoch ms.
 */
export function refusalOf(verdict: Verdict, now: number): Refused {
  const { scope, limit, used, reserved, required, resetsAt, retryAfterMs } = verdict
  const money = scope === 'budget'
  const inUnit = (amount: number): number => (money ? amount / 1e9 : amount)
  const details = {
    scope,
    limit: inUnit(limit),
    used: inUnit(used),
    reserved: inUnit(reserved),
    required: inUnit(required),
    resets_at: resetsAt === null ? null : new Date(resetsAt).toISOString(),
  }
  const waiting = retryAfterMs === null ? {} : { retryAfter: Math.max(0.001, retryAfterMs / 1000) }
  const message = `${what(verdict)} ${remedy(verdict, now)}`
  return refuse(reasons[scope], message, { details, ...waiting })
}

const reasons: Readonly<Record<Verdict['scope'], Reason>> = {
  budget: 'insufficient_quota',
  tpm: 'token_limit_exceeded',
  rpm: 'rate_limit_exceeded',
  parallel: 'rate_limit_exceeded',
}

function what({ scope, limit, used, reserved, required }: Verdict): string {
  switch (scope) {
    case 'budget':
      return `This key's budget is ${usd(limit)}: ${usd(used)} are spent, ${usd(reserved)} are reserved for requests that still run, and this request can cost up to ${usd(required)}.`
    case 'tpm':
      return `This key may use ${limit} tokens a minute: ${used} are used, ${reserved} are reserved for requests that still run, and this request can take up to ${required}.`
    case 'rpm':
      return `This key may make ${limit} requests in any minute, and has made as many.`
    case 'parallel':
      return `This key may have at most ${limit} running at once, and as many are running.`
  }
}

function remedy({ scope, resetsAt, retryAfterMs, limit, required }: Verdict, now: number): string {
  if (retryAfterMs !== null) return `Try again in ${Math.ceil(Math.max(1, retryAfterMs) / 1000)} s.`
  if (scope === 'tpm' && required > limit) return 'Send less, or ask for less output.'
  if (scope !== 'budget') return 'Try again when some have ended.'
  const turn = resetsAt === null || resetsAt <= now ? '' : `, wait for ${new Date(resetsAt).toISOString()}`
  return `Ask for less output (\`max_tokens\`), send less${turn}, or ask whoever runs this Tollgate for a larger budget.`
}

/** At most nine places, as many as an amount needs. */
function usd(nano: number): string {
  const text = (nano / 1e9).toFixed(9).replace(/(\.\d\d\d*?)0+$/, '$1')
  return `${text} USD`
}

/** What is left of a key's own rates: https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers */
export function rateHeaders(rates: RateStanding | null, now: number): [name: string, value: string][] {
  if (rates === null) return []
  const reset = `${Math.max(0, Math.ceil((rates.resetsAt - now) / 1000))}s`
  return (['requests', 'tokens'] as const).flatMap((kind): [string, string][] => {
    const rate = rates[kind]
    if (rate === null) return []
    return [
      [`x-ratelimit-limit-${kind}`, String(rate.limit)],
      [`x-ratelimit-remaining-${kind}`, String(Math.max(0, rate.remaining))],
      [`x-ratelimit-reset-${kind}`, reset],
    ]
  })
}
