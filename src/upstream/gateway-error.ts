import { firstOf, type Members, membersOf } from './json-members.ts'

/** What AI Gateway itself said, before or instead of the provider. */
export interface GatewayError {
  /** Null where the gateway gave none. */
  code: number | null
  /** May be empty. */
  message: string
}

/**
 * Tells the gateway's own errors from a provider's, by shape and never by status alone. Its three shapes: `success:
 * false` with `error` as an array, the same with `error` as an object, and `name: 'AiGatewayError'` with
 * `internalCode`. An answer with `errors` is a provider's (Workers AI). Null for everything else.
 * https://developers.cloudflare.com/ai-gateway/reference/troubleshooting/
 */
export function gatewayError(status: number, json: unknown): GatewayError | null {
  const body = membersOf(json)
  if (status < 400 || body === null || 'errors' in body) return null
  if (body['name'] === 'AiGatewayError') return structured(body)
  const said = membersOf(firstOf(body['error']))
  return body['success'] === false && said !== null ? { code: codeOf(said), message: messageOf(said) } : null
}

function structured(body: Members): GatewayError {
  const said = membersOf(firstOf(body['error']))
  const code = numberOf(body['internalCode']) ?? (said === null ? null : codeOf(said))
  const message = said === null ? '' : messageOf(said)
  return { code, message: message === '' ? messageOf(body) : message }
}

/** The gateway's answers to a request for which it holds no provider's key; a row matches by code or by words. */
const withoutCredentials: readonly { status: number; code?: number; says?: RegExp }[] = [
  // Also sent when Unified Billing is allowed and has no credit left.
  { status: 402, code: 2021 },
  { status: 402, says: /credit|payment|billing|byok/i },
  // `cf-aig-no-wholesale` or the gateway's own setting; the documentation gives the status and no code.
  { status: 400, says: /credential|api[ -]?key|provider[ -]key|byok|wholesale|unified billing/i },
]

/** Whether the gateway refused because it has no key of the provider to call with. */
export function lacksCredentials(status: number, { code, message }: GatewayError): boolean {
  return withoutCredentials.some(
    (row) => row.status === status && (row.says?.test(message) ?? row.code === code),
  )
}

function codeOf(said: Members): number | null {
  return numberOf(said['code']) ?? numberOf(said['internalCode'])
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function messageOf(said: Members): string {
  return typeof said['message'] === 'string' ? said['message'] : ''
}
