import type { WrittenBudget } from './draft.ts'

/** A limit as other gateways keep it. Amounts in USD. */
export interface TheirBudget {
  limit: number | null
  spent: number
  /** `30d`, `1mo`; null where it never turns. */
  duration: string | null
  /** Epoch ms at which it turns next. */
  resetAt: number | null
}

/**
 * `period`: a budget that turns keeps its amount, and what the running period has spent already is not known here.
 * `left`: only what is left of the running period, for every period to come until somebody raises it.
 */
export type Carry = 'period' | 'left'

/** `used`: nothing is left, and a record has no budget of 0: the key has to be switched off. */
export interface CarriedBudget {
  budget: WrittenBudget | null
  used: boolean
  lost: string[]
}

/** LiteLLM turns these at midnight, on Mondays and on the first: https://docs.litellm.ai/docs/proxy/budget_reset_and_tz */
const periods: Readonly<Record<string, WrittenBudget['per']>> = {
  '24h': 'day',
  '1d': 'day',
  '7d': 'week',
  '1w': 'week',
  '30d': 'month',
  '1mo': 'month',
}

/** What a budget becomes here. Where its period has no like, what is left is a total: never more than there was. */
export function carryBudget(theirs: TheirBudget, carry: Carry, now: number): CarriedBudget {
  const { limit, resetAt } = theirs
  // What its own pages once wrote for no duration.
  const duration = theirs.duration?.toLowerCase() === 'none' ? null : theirs.duration
  if (limit === null) return { budget: null, used: false, lost: [] }
  const per = duration === null ? 'total' : (periods[duration] ?? null)
  // What was spent before a turn that nobody has carried out yet is over.
  const spent = resetAt !== null && resetAt <= now ? 0 : Math.max(0, theirs.spent)
  const left = nine(limit - spent)
  if (per === null || per === 'total') {
    const lost =
      per === null
        ? [`budget_duration ${duration} has no like here: what is left is a total that never turns`]
        : []
    return left > 0
      ? { budget: { usd: left, per: 'total' }, used: false, lost }
      : {
          budget: null,
          used: true,
          lost: [...lost, 'nothing is left of its budget: it is imported disabled'],
        }
  }
  if (limit <= 0) return { budget: null, used: true, lost: ['its budget is 0: it is imported disabled'] }
  if (spent === 0) return { budget: { usd: limit, per }, used: false, lost: [] }
  if (carry === 'period')
    return {
      budget: { usd: limit, per },
      used: false,
      lost: [`spend: ${nine(spent)} of this ${per}'s ${limit} USD are spent already and count anew here`],
    }
  if (left <= 0)
    return { budget: null, used: true, lost: [`nothing is left of this ${per}: it is imported disabled`] }
  return {
    budget: { usd: left, per },
    used: false,
    lost: [
      `max_budget: ${left} of ${limit} USD are left of this ${per}; raise it again when the ${per} turns`,
    ],
  }
}

/** To the nano-USD, without what floats add. */
function nine(usd: number): number {
  return Number(usd.toFixed(9))
}
