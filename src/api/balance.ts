import type { Budget } from '../keys/record.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { accountOf } from './account.ts'
import type { Answer, Visit } from './answer.ts'
import { isoOf, usdOf } from './figures.ts'
import type { ApiPorts } from './ports.ts'

/** What one-api says of a token without a limit: https://github.com/songquanpeng/one-api controller/billing.go */
const unlimitedUsd = 100_000_000

/** `/v1/dashboard/billing/subscription`, as one-api answers it. Clients send parameters of their own, which say nothing. */
export async function subscriptionAnswer({ admission }: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const { budget, expiresAt } = await accountOf(admission, ports)
  const usd = budget?.usd ?? unlimitedUsd
  return accept({
    json: {
      object: 'billing_subscription',
      has_payment_method: true,
      soft_limit_usd: usd,
      hard_limit_usd: usd,
      system_hard_limit_usd: usd,
      access_until: expiresAt === null ? 0 : Math.floor(expiresAt / 1000),
    },
  })
}

/** `/v1/dashboard/billing/usage`, as one-api answers it: cents, of the budget's window, or of all time without one. */
export async function billingUsageAnswer({ admission }: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const { standing } = await accountOf(admission, ports)
  if (standing === null) return unknown
  return accept({ json: { object: 'list', total_usage: standing.spentNano / 1e7 } })
}

/** How LiteLLM writes periods: https://docs.litellm.ai/docs/proxy/virtual_keys */
const durations: Readonly<Record<Budget['per'], string | null>> = {
  day: '1d',
  week: '7d',
  month: '1mo',
  total: null,
}

/** `/key/info`, as LiteLLM answers it about the key that asks. `key` is the id: a token is never said. */
export async function keyInfoAnswer({ admission }: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const { id, name, models, tags } = admission.caller
  const { budget, limits, wallet, expiresAt, standing } = await accountOf(admission, ports)
  if (standing === null) return unknown
  return accept({
    json: {
      key: id,
      info: {
        key_name: id,
        key_alias: name ?? id,
        spend: usdOf(standing.spentNano),
        max_budget: budget?.usd ?? null,
        budget_duration: budget === null ? null : durations[budget.per],
        budget_reset_at: isoOf(standing.resetsAt),
        expires: isoOf(expiresAt),
        models: models ?? [],
        rpm_limit: limits?.rpm ?? null,
        tpm_limit: limits?.tpm ?? null,
        max_parallel_requests: limits?.parallel ?? null,
        metadata: tags,
        user_id: null,
        team_id: wallet,
        blocked: false,
      },
    },
  })
}

/** A balance is never made up. */
const unknown = refuse('overloaded', 'The Meter of this key could not be reached. Try again in a moment.', {
  retryAfter: 5,
})
