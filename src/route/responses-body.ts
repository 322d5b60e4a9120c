import type { JsonBody } from '../body/json.ts'
import { type Endpoint, matchEndpoint } from '../endpoints/endpoint.ts'
import type { Provider, Root } from '../providers/provider.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Door } from './door.ts'
import { isChat } from './reach.ts'

/**
 * Whether a chat's body is one of the Responses API: `input` and no `messages`. Cursor sends such bodies to the chat
 * endpoint of whatever serves a model that it knows from OpenAI.
 */
export function isResponsesBody({ decoded }: Pick<Door, 'decoded'>, body: JsonBody | null): boolean {
  if (body === null || !isChat({ decoded })) return false
  return Object.hasOwn(body.value, 'input') && !Object.hasOwn(body.value, 'messages')
}

/** The endpoint that such a body is for, and the door as if it had been sent there. */
export function responsesAt(
  door: Door,
  { responses }: Provider,
  root: Root | null,
): Result<{ door: Door; endpoint: Endpoint }> {
  const match = root === null ? null : matchEndpoint(root.api, 'POST', 'responses')
  if (responses !== true || match === null) return noResponses
  const path = ['responses']
  return accept({
    door: { ...door, segments: path, decoded: path, endpoint: 'responses' },
    endpoint: match.endpoint,
  })
}

const noResponses = refuse(
  'bad_request',
  'This body has `input` and no `messages`: it is one for the Responses API, which the provider of this model does not have. Send `messages`, or choose a model of a provider that has that API.',
  { param: 'messages' },
)
