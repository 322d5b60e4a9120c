/** The headers of an answer that is Tollgate's own: JSON, with its id where each API's clients look for it. */
export function ownHeaders(requestId: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'tollgate-request-id': requestId,
    'x-request-id': requestId,
    'request-id': requestId,
  }
}
