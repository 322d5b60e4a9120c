import type { Dialect } from './reasons.ts'

type Words = Readonly<Record<Dialect, string>>

function words(openai: string, anthropic: string, gemini: string): Words {
  return { openai, anthropic, gemini }
}

const request = words('invalid_request_error', 'invalid_request_error', 'INVALID_ARGUMENT')
const failure = words('server_error', 'api_error', 'INTERNAL')

/**
 * What each dialect calls a status: https://docs.claude.com/en/api/errors,
 * https://cloud.google.com/apis/design/errors
 */
const byStatus: Readonly<Record<number, Words>> = {
  401: words('invalid_request_error', 'authentication_error', 'UNAUTHENTICATED'),
  402: words('insufficient_quota', 'billing_error', 'FAILED_PRECONDITION'),
  403: words('invalid_request_error', 'permission_error', 'PERMISSION_DENIED'),
  404: words('invalid_request_error', 'not_found_error', 'NOT_FOUND'),
  408: words('server_error', 'timeout_error', 'DEADLINE_EXCEEDED'),
  409: words('invalid_request_error', 'conflict_error', 'ABORTED'),
  413: words('invalid_request_error', 'request_too_large', 'INVALID_ARGUMENT'),
  429: words('requests', 'rate_limit_error', 'RESOURCE_EXHAUSTED'),
  499: words('invalid_request_error', 'invalid_request_error', 'CANCELLED'),
  501: words('server_error', 'api_error', 'UNIMPLEMENTED'),
  502: words('server_error', 'api_error', 'UNAVAILABLE'),
  503: words('server_error', 'api_error', 'UNAVAILABLE'),
  504: words('server_error', 'timeout_error', 'DEADLINE_EXCEEDED'),
  529: words('server_error', 'overloaded_error', 'UNAVAILABLE'),
}

/** The type of error that a dialect's clients expect beside a status of 400 or above. */
export function kindOf(status: number, dialect: Dialect): string {
  return (byStatus[status] ?? (status < 500 ? request : failure))[dialect]
}
