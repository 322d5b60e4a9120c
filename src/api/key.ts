import { accept, type Result } from '../refusal/refusal.ts'
import { accountOf } from './account.ts'
import type { Answer, Visit } from './answer.ts'
import { budgetTold } from './budget.ts'
import { isoOf } from './figures.ts'
import { readParameters } from './parameters.ts'
import type { ApiPorts } from './ports.ts'

/** `/api/key`: what the holder may do, has spent, and has left. */
export async function keyAnswer({ admission, query }: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const asked = readParameters(query, [])
  if (!asked.ok) return asked
  const { id, name, models, scopes, tags, onDisconnect, usageChunk } = admission.caller
  const account = await accountOf(admission, ports)
  const { budget, limits, wallet, expiresAt, standing } = account
  return accept({
    json: {
      id,
      name,
      models,
      scopes,
      limits,
      budget: budget === null ? null : budgetTold(budget, standing),
      wallet,
      expires: isoOf(expiresAt),
      tags,
      on_disconnect: onDisconnect,
      usage_chunk: usageChunk ?? ports.settings.settings.usageChunk,
      last_minute: standing && {
        requests: standing.requestsLastMinute,
        tokens: standing.tokensLastMinute,
        running: standing.running,
      },
      problem: standing === null ? 'The Meter of this key could not be reached.' : null,
    },
  })
}
