import { repeatedMember } from '../body/members.ts'
import type { JsonObject } from '../body/objects.ts'
import type { Route } from '../route/route.ts'
import type { Unbounded } from './bound.ts'
import { newReading } from './new-reading.ts'
import { listOf, objectOf, takeUnbounded } from './reading.ts'
import { takePrompt } from './responses.ts'
import { takeTools } from './tools.ts'

/** Where a socket's frame has tools: OpenAI's sessions and responses, Google's `setup`. */
const places = ['session', 'response', 'setup'] as const

function isRunByClient(tool: JsonObject): boolean {
  if (tool['type'] !== undefined) return tool['type'] === 'function'
  return Object.keys(tool).every((name) => /^function_?declarations$/i.test(name))
}

/** The texts of frames that ask for nothing of this: those without any of these words, and without an escaped letter. */
export const mayAskMore = /tools|prompt|"none"|\\/

/**
 * What a frame asks for that a slice does not hold: tools that the provider runs, prompts that can bring some, and
 * responses beside the conversation, of which any number can run at once.
 */
export function unboundedInFrame(route: Route, frame: JsonObject, text: string): Unbounded | null {
  const twice = repeatedMember(text, 'any')
  if (twice !== null) return { field: twice, why: 'it is there twice' }
  const { model } = route
  const reading = newReading(route, frame, { models: model === null ? [] : [model] })
  for (const [place, { tools }] of [
    ...places.map((name) => [`${name}.tools`, objectOf(frame[name])] as const),
    // A socket of the Responses API has them beside its `type`.
    ['tools', frame] as const,
  ]) {
    if (listOf(tools).length > 0) takeTools(reading, tools, { plain: isRunByClient }, place)
  }
  for (const name of ['session', 'response'] as const)
    takePrompt(reading, objectOf(frame[name]), `${name}.prompt`)
  takePrompt(reading, frame, 'prompt')
  // https://platform.openai.com/docs/api-reference/realtime-client-events/response/create
  if (objectOf(frame['response'])['conversation'] === 'none')
    takeUnbounded(reading, 'response.conversation', 'any number of such responses can run at once')
  return reading.unbounded
}
