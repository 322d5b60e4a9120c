import { type Dialect, type Kind, wordOf } from './reasons.ts'

function words(openai: string, anthropic: string, gemini: string, awsJson: string): Kind {
  return { openai, anthropic, gemini, 'aws-json': awsJson }
}

const request = words(
  'invalid_request_error',
  'invalid_request_error',
  'INVALID_ARGUMENT',
  'ValidationException',
)
const failure = words('server_error', 'api_error', 'INTERNAL', 'InternalServerException')

/**
 * What each dialect calls a status: https://docs.claude.com/en/api/errors,
 * https://cloud.google.com/apis/design/errors,
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors
 */
const byStatus: Readonly<Record<number, Kind>> = {
  401: words(
    'invalid_request_error',
    'authentication_error',
    'UNAUTHENTICATED',
    'UnrecognizedClientException',
  ),
  402: words('insufficient_quota', 'billing_error', 'FAILED_PRECONDITION', 'ServiceQuotaExceededException'),
  403: words('invalid_request_error', 'permission_error', 'PERMISSION_DENIED', 'AccessDeniedException'),
  404: words('invalid_request_error', 'not_found_error', 'NOT_FOUND', 'ResourceNotFoundException'),
  408: words('server_error', 'timeout_error', 'DEADLINE_EXCEEDED', 'ModelTimeoutException'),
  409: words('invalid_request_error', 'conflict_error', 'ABORTED', 'ConflictException'),
  413: words('invalid_request_error', 'request_too_large', 'INVALID_ARGUMENT', 'ValidationException'),
  429: words('requests', 'rate_limit_error', 'RESOURCE_EXHAUSTED', 'ThrottlingException'),
  499: words('invalid_request_error', 'invalid_request_error', 'CANCELLED', 'ValidationException'),
  501: words('server_error', 'api_error', 'UNIMPLEMENTED', 'InternalServerException'),
  502: words('server_error', 'api_error', 'UNAVAILABLE', 'ServiceUnavailableException'),
  503: words('server_error', 'api_error', 'UNAVAILABLE', 'ServiceUnavailableException'),
  504: words('server_error', 'timeout_error', 'DEADLINE_EXCEEDED', 'ModelTimeoutException'),
  529: words('server_error', 'overloaded_error', 'UNAVAILABLE', 'ServiceUnavailableException'),
}

/** The type of error that a dialect's clients expect beside a status of 400 or above. */
export function kindOf(status: number, dialect: Dialect): string {
  return wordOf(byStatus[status] ?? (status < 500 ? request : failure), dialect)
}
