import { errorBody } from './error-body.ts'
import { ownHeaders } from './own-headers.ts'
import { type Dialect, httpOf, wireOf, wordOf } from './reasons.ts'
import type { Refusal } from './refusal.ts'

/**
 * The OpenAI SDK ignores a longer `retry-after` and is back within a second; Anthropic's sleeps for all of it, hours
 * if told so. Both ask nothing more of a caller who is told not to retry.
 */
const longestWait = 60

/** Says a refusal as the clients of a dialect understand it. An answer to HEAD has no body. */
export function respond(refusal: Refusal, dialect: Dialect, requestId: string, method = 'GET'): Response {
  const body = method === 'HEAD' ? null : bodyOf(refusal, dialect, requestId)
  return new Response(body, {
    status: httpOf(refusal.reason, dialect),
    headers: headersOf(refusal, dialect, requestId),
  })
}

function bodyOf(refusal: Refusal, dialect: Dialect, requestId: string): string {
  const wire = wireOf(refusal.reason)
  return errorBody(dialect, {
    status: httpOf(refusal.reason, dialect),
    type: wordOf(wire.kind, dialect),
    message: refusal.message,
    code: wire.code === undefined ? refusal.reason : wire.code,
    param: refusal.param ?? null,
    reason: refusal.reason.toUpperCase(),
    domain: 'tollgate',
    requestId,
    ...(refusal.retryAfter === undefined ? {} : { retryAfter: refusal.retryAfter }),
    ...(refusal.details === undefined ? {} : { details: refusal.details }),
  })
}

function headersOf({ reason, retryAfter }: Refusal, dialect: Dialect, requestId: string): Headers {
  const wire = wireOf(reason)
  const headers = new Headers(ownHeaders(requestId))
  if (dialect === 'aws-json') {
    headers.set('x-amzn-errortype', wordOf(wire.kind, dialect))
    headers.set('x-amzn-requestid', requestId)
  }
  if (wire.http === 401) headers.set('www-authenticate', 'Bearer')
  if (retryAfter === undefined ? wire.final : retryAfter > longestWait) {
    headers.set('x-should-retry', 'false')
  }
  if (retryAfter !== undefined) {
    headers.set('retry-after', String(Math.ceil(retryAfter)))
    headers.set('retry-after-ms', String(Math.ceil(retryAfter * 1000)))
  }
  return headers
}
