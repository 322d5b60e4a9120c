import type { Dialect } from './reasons.ts'
import type { Refusal } from './refusal.ts'

/** One error, before it is said in a dialect. */
export interface ErrorTold {
  /** The HTTP status. */
  status: number
  /** The dialect's own word: `error.type`, Google's `error.status`, or the name of AWS's exception. */
  type: string
  message: string
  code: string | null
  param: string | null
  /** Google's `ErrorInfo.reason`; null leaves that detail out. */
  reason: string | null
  /** Who refuses, for Google's `ErrorInfo.domain`. */
  domain: string
  requestId: string
  /** Seconds. */
  retryAfter?: number
  details?: Refusal['details']
}

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto */
const google = 'type.googleapis.com/google.rpc.'

const bodies: Readonly<Record<Dialect, (told: ErrorTold) => object>> = {
  openai: shared,
  anthropic: shared,
  gemini,
  'aws-json': awsJson,
  numbered,
}

/** The JSON text of an error in a dialect. Numbers of `details` stay numbers, beside the error's own members. */
export function errorBody(dialect: Dialect, told: ErrorTold): string {
  return JSON.stringify(bodies[dialect](told))
}

/** One body that the SDKs of OpenAI and of Anthropic both read. */
function shared({ type, message, code, param, details, requestId }: ErrorTold): object {
  return { type: 'error', error: { type, message, code, param, ...details }, request_id: requestId }
}

/**
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization; the rest for the SDKs of
 * OpenAI and Anthropic, which are pointed at the same hosts.
 */
function awsJson(told: ErrorTold): object {
  return { __type: told.type, message: told.message, ...shared(told) }
}

/** https://openrouter.ai/docs/api-reference/errors: a code of another type is no error to its SDK. */
function numbered(told: ErrorTold): object {
  const { status, type, message, code, param, details, requestId } = told
  const metadata = { reason: code, ...details }
  return { type: 'error', error: { type, message, code: status, param, metadata }, request_id: requestId }
}

function gemini(told: ErrorTold): object {
  const { status: code, message, type: status } = told
  return { error: { code, message, status, ...told.details, details: googleDetails(told) } }
}

function googleDetails({ reason, domain, param, requestId, retryAfter }: ErrorTold): object[] {
  const metadata = param === null ? { request: requestId } : { request: requestId, param }
  const info = { '@type': `${google}ErrorInfo`, ...(reason === null ? {} : { reason }), domain, metadata }
  if (retryAfter === undefined) return [info]
  return [info, { '@type': `${google}RetryInfo`, retryDelay: `${retryAfter}s` }]
}
