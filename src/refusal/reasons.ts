/**
 * The dialects in which a refusal can be said: the shapes that clients read errors in. `aws-json` is AWS's REST protocol
 * (a name in a header, `message` at the top), `numbered` is OpenAI's shape with the HTTP status as `error.code`.
 */
export type Dialect = Wording | 'numbered'

/** The dialects that have words of their own for what went wrong; `numbered` has OpenAI's. */
type Wording = 'openai' | 'anthropic' | 'gemini' | 'aws-json'

/** Error types: OpenAI's and Anthropic's `error.type`, Google's `error.status`, the name of an exception of AWS's. */
export type Kind = Readonly<Record<Wording, string>>

/** The word of a kind in a dialect. */
export function wordOf(kind: Kind, dialect: Dialect): string {
  return kind[dialect === 'numbered' ? 'openai' : dialect]
}

const credentials: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'authentication_error',
  gemini: 'UNAUTHENTICATED',
  'aws-json': 'UnrecognizedClientException',
}
const permission: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'permission_error',
  gemini: 'PERMISSION_DENIED',
  'aws-json': 'AccessDeniedException',
}
const request: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'invalid_request_error',
  gemini: 'INVALID_ARGUMENT',
  'aws-json': 'ValidationException',
}
const missing: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'not_found_error',
  gemini: 'NOT_FOUND',
  'aws-json': 'ResourceNotFoundException',
}
const size: Kind = {
  openai: 'invalid_request_error',
  anthropic: 'request_too_large',
  gemini: 'INVALID_ARGUMENT',
  'aws-json': 'ValidationException',
}
const rate: Kind = {
  openai: 'requests',
  anthropic: 'rate_limit_error',
  gemini: 'RESOURCE_EXHAUSTED',
  'aws-json': 'ThrottlingException',
}
/** OpenAI's type says what there was too much of. */
const tokenRate: Kind = { ...rate, openai: 'tokens' }
const quota: Kind = {
  openai: 'insufficient_quota',
  anthropic: 'rate_limit_error',
  gemini: 'RESOURCE_EXHAUSTED',
  'aws-json': 'ServiceQuotaExceededException',
}
const ours: Kind = {
  openai: 'server_error',
  anthropic: 'api_error',
  gemini: 'INTERNAL',
  'aws-json': 'InternalServerException',
}
const away: Kind = {
  openai: 'server_error',
  anthropic: 'api_error',
  gemini: 'UNAVAILABLE',
  'aws-json': 'ServiceUnavailableException',
}
const busy: Kind = {
  openai: 'server_error',
  anthropic: 'overloaded_error',
  gemini: 'UNAVAILABLE',
  'aws-json': 'ServiceUnavailableException',
}
const late: Kind = {
  openai: 'server_error',
  anthropic: 'timeout_error',
  gemini: 'DEADLINE_EXCEEDED',
  'aws-json': 'ModelTimeoutException',
}

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
  // Without a time to wait: it asks for more than any minute has.
  rate_limit_exceeded: { http: 429, kind: rate, final: true },
  token_limit_exceeded: { http: 429, kind: tokenRate, code: 'rate_limit_exceeded', final: true },
  insufficient_quota: { http: 429, kind: quota, final: true },
  unbounded: { http: 403, kind: permission, final: true },
  model_unpriced: { http: 403, kind: permission, final: true },
  setting_missing: { http: 503, kind: ours, final: true },
  setting_invalid: { http: 503, kind: ours, final: true },
  config_invalid: { http: 503, kind: ours, final: true },
  keys_unavailable: { http: 503, kind: away, final: false },
  meter_unavailable: { http: 503, kind: away, final: false },
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
