import { errorBody } from '../../refusal/error-body.ts'
import { kindOf } from '../../refusal/status-kind.ts'
import { toldBy } from '../../upstream/error-told.ts'

/** An error as OpenAI's SDKs read it. */
export interface ChatError {
  message: string
  type: string
  param: string | null
  code: string | null
}

type Words = Pick<ChatError, 'type' | 'code'>

function words(type: string, code: string | null): Words {
  return { type, code }
}

/** Types of https://platform.claude.com/docs/en/api/errors in the words that OpenAI's clients look for. */
const byType: ReadonlyMap<string | null, Words> = new Map([
  ['invalid_request_error', words('invalid_request_error', null)],
  ['authentication_error', words('invalid_request_error', 'invalid_api_key')],
  ['billing_error', words('insufficient_quota', 'insufficient_quota')],
  ['permission_error', words('invalid_request_error', 'permission_denied')],
  ['not_found_error', words('invalid_request_error', 'model_not_found')],
  ['conflict_error', words('invalid_request_error', 'conflict')],
  ['request_too_large', words('invalid_request_error', 'request_too_large')],
  ['rate_limit_error', words('requests', 'rate_limit_exceeded')],
  ['timeout_error', words('server_error', 'timeout')],
  ['overloaded_error', words('server_error', 'overloaded')],
  ['api_error', words('server_error', null)],
])

/** Agents shorten their conversation when they meet the code for this, and give up when they do not. */
const tooLong = /^prompt is too long\b|\bexceed context limit\b/

/**
 * An error of any shape, in OpenAI's words; `status` is null in a stream, whose headers said 200. A type that the
 * table does not know is its own code. Never throws.
 */
export function chatError(error: unknown, status: number | null): ChatError {
  const told = toldBy(error)
  const message = told?.message ?? (status === null ? 'the upstream failed' : `upstream answered ${status}`)
  if (tooLong.test(message)) {
    return { message, type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' }
  }
  const known = byType.get(told?.type ?? null)
  const type = known?.type ?? kindOf(status ?? 500, 'openai')
  const code = known ? known.code : (told?.code ?? told?.type ?? null)
  return { message, type, param: told?.param ?? null, code }
}

/** An answer of status 400 or above for a client of OpenAI's: the status stays, `body` is JSON text. */
export function translateError(
  status: number,
  error: unknown,
  requestId: string,
): { status: number; body: string } {
  const { message, type, param, code } = chatError(error, status)
  const told = { status, type, message, code, param, reason: code, domain: '', requestId }
  return { status, body: errorBody('openai', told) }
}
