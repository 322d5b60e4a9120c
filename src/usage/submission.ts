import { label } from './count.ts'
import type { UsageDialect } from './dialect.ts'
import { extendReading } from './fold.ts'
import { statesError, valueAt } from './json.ts'

/**
 * What `code` says where work was accepted. 1 submitted, 21 there already, 22 in the queue:
 * https://github.com/novicezk/midjourney-proxy/blob/main/docs/api.md; 200: https://docs.sunoapi.org/; 0 and 2xx: others.
 */
const accepted: ReadonlySet<unknown> = new Set([0, 1, 21, 22, 200, 201, 202])
const acceptedWord = /^(success|succeed|succeeded|ok|submitted|accepted|0|1|21|22|20[0-2])$/i

/** Members whose words make a `code` an outcome, and not something that was asked for, such as a program. */
const explanations = ['description', 'message', 'msg'] as const
/** Members that hold what work was begun. */
const results = ['data', 'result', 'task_id', 'taskId', 'id'] as const

/** Whether an answer of status 2xx says in its body that nothing was begun. What is not in the table was begun. */
export function statesRejection(json: unknown): boolean {
  if (statesError(json) || valueAt(json, 'success') === false || valueAt(json, 'ok') === false) return true
  if (/^(error|fail(ed|ure)?)$/i.test(label(valueAt(json, 'status')) ?? '')) return true
  // https://platform.minimax.io/docs/api-reference/errorcode
  const status = valueAt(json, 'base_resp.status_code')
  if (typeof status === 'number') return status !== 0
  const code = valueAt(json, 'code')
  const said = explanations.map((name) => valueAt(json, name)).filter((text) => typeof text === 'string')
  // Whatever the number, a word of success beside it explains it: 10000 is one vendor's.
  if (said.length === 0 || said.some((text) => acceptedWord.test(text.trim()))) return false
  if (typeof code === 'number') return !accepted.has(code)
  if (typeof code !== 'string' || code === '' || acceptedWord.test(code)) return false
  // A word that nobody has listed may be one of success: then the work has a name.
  return !results.some((name) => Boolean(valueAt(json, name)))
}

/** Whether it was begun earlier, by another request: code 21 of the list above. */
function namesOlderWork(json: unknown): boolean {
  return String(valueAt(json, 'code')) === '21' && typeof valueAt(json, 'description') === 'string'
}

/** Answers to work that is paid by the request, of APIs that nobody knows: read only for whether it was begun. */
export const submission: UsageDialect = {
  marks: ['"error"', '"success"', '"ok"', '"status"', '"code"', '"base_resp"'],
  body: (json) =>
    namesOlderWork(json)
      ? { usage: { units: 0 }, final: true, failed: false }
      : { final: true, failed: statesRejection(json) },
  event: (json, soFar) => extendReading(soFar, { failed: statesError(json) }),
}
