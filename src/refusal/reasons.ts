/** The dialects in which a refusal can be said. */
export type Dialect = 'openai' | 'anthropic' | 'gemini'

/** Error types by dialect: OpenAI's and Anthropic's `error.type`, Google's `error.status`. */
type Kind = Readonly<Record<Dialect, string>>

const credentials: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'authentication_error',
  gemini: 'UNAUTHENTICATED',
}
const permission: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'permission_error',
  gemini: 'PERMISSION_DENIED',
}
const request: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'invalid_request_error',
  gemini: 'INVALID_ARGUMENT',
}
const missing: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'not_found_error',
  gemini: 'NOT_FOUND',
}
const size: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'request_too_large',
  gemini: 'INVALID_ARGUMENT',
}
const rate: Kind = { openai: 'requests', anthropic: 'rate_limit_error', gemini: 'RESOURCE_EXHAUSTED' }
const quota: Kind = {
  openai: 'insufficient_quota',
  anthropic: 'rate_limit_error',
  gemini: 'RESOURCE_EXHAUSTED',
}
const ours: Kind = { openai: 'server_error', anthropic: 'api_error', gemini: 'INTERNAL' }
const away: Kind = { openai: 'server_error', anthropic: 'api_error', gemini: 'UNAVAILABLE' }
const busy: Kind = { openai: 'server_error', anthropic: 'overloaded_error', gemini: 'UNAVAILABLE' }
const late: Kind = { openai: 'server_error', anthropic: 'timeout_error', gemini: 'DEADLINE_EXCEEDED' }

interface Wire {
  http: number
  /** Where a dialect has a status of its own for it: Anthropic's 529. */
  httpIn?: Partial<Record<Dialect, number>>
  kind: Kind
  /** OpenAI's `error.code`; the reason's own name where not given. */
  code?: string | null
  /** Waiting cannot help: SDKs are told not to retry (`x-should-retry: false`). */
  final: boolean
}

/** Every refusal there is, and how it reads on the wire. */
export const reasons = {
  invalid_api_key: { http: 401, kind: credentials, final: true },
  key_disabled: { http: 401, kind: credentials, final: true },
  key_expired: { http: 401, kind: credentials, final: true },
  key_misconfigured: { http: 403, kind: permission, final: true },
  not_yet_enforced: { http: 403, kind: permission, final: true },
  address_not_allowed: { http: 403, kind: permission, final: true },
  model_not_allowed: { http: 403, kind: permission, final: true },
  scope_required: { http: 403, kind: permission, final: true },
  bad_request: { http: 400, kind: request, code: null, final: true },
  bad_path: { http: 400, kind: request, final: true },
  wrong_door: { http: 400, kind: request, final: true },
  not_found: { http: 404, kind: missing, final: true },
  model_not_found: { http: 404, kind: missing, final: true },
  request_too_large: { http: 413, kind: size, final: true },
  too_many_guesses: { http: 429, kind: rate, code: 'rate_limit_exceeded', final: false },
  rate_limit_exceeded: { http: 429, kind: rate, final: false },
  insufficient_quota: { http: 429, kind: quota, final: true },
  unbounded: { http: 403, kind: permission, final: true },
  model_unpriced: { http: 403, kind: permission, final: true },
  setting_missing: { http: 503, kind: ours, final: true },
  setting_invalid: { http: 503, kind: ours, final: true },
  config_invalid: { http: 503, kind: ours, final: true },
  keys_unavailable: { http: 503, kind: away, final: false },
  quota_exhausted: { http: 503, kind: away, final: true },
  overloaded: { http: 503, httpIn: { anthropic: 529 }, kind: busy, final: false },
  internal_error: { http: 500, kind: ours, final: false },
  upstream_error: { http: 502, kind: away, final: false },
  upstream_auth: { http: 502, kind: away, final: true },
  provider_credentials_missing: { http: 502, kind: away, final: true },
  timeout: { http: 504, kind: late, final: false },
} as const satisfies Record<string, Wire>

export type Reason = keyof typeof reasons

/** How a reason reads on the wire. */
export function wireOf(reason: Reason): Wire {
  return reasons[reason]
}

/** The status with which a dialect's door says it. */
export function httpOf(reason: Reason, dialect: Dialect): number {
  const { http, httpIn } = wireOf(reason)
  return httpIn?.[dialect] ?? http
}
