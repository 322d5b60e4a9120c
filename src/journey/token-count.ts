import type { JsonBody } from '../body/json.ts'
import { ownHeaders } from '../refusal/own-headers.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { isTokenCount } from '../route/reach.ts'
import type { Route } from '../route/route.ts'
import { messagesAsChat } from './spoken.ts'
import { estimateTokens } from '../translate/messages/estimate.ts'

/** Whether a request asks for a count of tokens that its provider does not make. */
export function countsHere({ translated, door }: Pick<Route, 'translated' | 'door'>): boolean {
  return translated && door.name === 'anthropic' && isTokenCount(door)
}

/**
 * The count of a message's tokens, in the shape of the Messages API, by an estimate that says so: nothing goes
 * upstream. Refused is what could not be sent either.
 */
export function countTokens(route: Route, json: JsonBody, requestId: string): Result<Response> {
  const chat = messagesAsChat(route, json)
  if (!chat.ok) return chat
  const count = { input_tokens: estimateTokens(chat.value.body, json.elision?.missingIn) }
  const headers = { ...ownHeaders(requestId), 'tollgate-estimate': 'true' }
  return accept(new Response(JSON.stringify(count), { headers }))
}
