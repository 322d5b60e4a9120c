import { errorBody } from '../../../refusal/error-body.ts'
import { kindOf } from '../../../refusal/status-kind.ts'
import { type Told, toldBy } from '../../../upstream/error-told.ts'
import { tooLongWords } from './too-long.ts'

/** The statuses that go with the words of OpenAI and its relatives, for errors that come without one. */
const statuses: ReadonlyMap<string | null, number> = new Map([
  ['invalid_request_error', 400],
  ['context_length_exceeded', 400],
  ['invalid_api_key', 401],
  ['insufficient_quota', 402],
  ['permission_denied', 403],
  ['model_not_found', 404],
  ['request_too_large', 413],
  ['rate_limit_exceeded', 429],
  ['requests', 429],
  ['tokens', 429],
  ['timeout', 504],
  ['overloaded', 529],
  ['insufficient_system_resource', 529],
])
const asNumber = /^[45]\d\d$/

/**
 * An error of any shape as JSON text for a client of Anthropic's. `status` is null in a stream, whose headers said
 * 200. The words stay, except those that clients look for to shorten a conversation. Never throws.
 */
export function translateChatError(status: number | null, error: unknown, requestId: string): string {
  const told = toldBy(error)
  const message = told?.message ?? (status === null ? 'the upstream failed' : `upstream answered ${status}`)
  const long = tooLongWords(message, told?.code ?? null)
  return errorBody('anthropic', {
    status: status ?? 200,
    type: long === null ? kindOf(statusFor(status, told), 'anthropic') : 'invalid_request_error',
    message: long ?? message,
    code: told?.code ?? null,
    param: told?.param ?? null,
    reason: null,
    domain: '',
    requestId,
  })
}

/** OpenAI tells of an empty purse with the status of a rate limit. */
function statusFor(status: number | null, told: Told | null): number {
  const words = [told?.code ?? null, told?.type ?? null]
  if (words.includes('insufficient_quota')) return 402
  return status ?? words.map(statusOf).find((known) => known !== undefined) ?? 500
}

function statusOf(word: string | null): number | undefined {
  return word !== null && asNumber.test(word) ? Number(word) : statuses.get(word)
}
