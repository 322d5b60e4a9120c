import type { JsonObject } from '../body/objects.ts'
import type { Route } from '../route/route.ts'
import type { Unbounded } from './bound.ts'
import { newReading } from './new-reading.ts'
import { listOf, objectOf } from './reading.ts'
import { takeTools } from './tools.ts'

/** Where a socket's frame has tools: OpenAI's sessions and responses, Google's `setup`. */
const places = ['session', 'response', 'setup'] as const

function isRunByClient(tool: JsonObject): boolean {
  if (tool['type'] !== undefined) return tool['type'] === 'function'
  return Object.keys(tool).every((name) => /^function_?declarations$/i.test(name))
}

/** What a frame asks for that a slice does not hold: tools that the provider runs. */
export function unboundedInFrame(route: Route, frame: JsonObject): Unbounded | null {
  const reading = newReading(route, frame, false, 0)
  for (const [place, { tools }] of [
    ...places.map((name) => [`${name}.tools`, objectOf(frame[name])] as const),
    // A socket of the Responses API has them beside its `type`.
    ['tools', frame] as const,
  ]) {
    if (listOf(tools).length > 0) takeTools(reading, tools, { plain: isRunByClient }, place)
  }
  return reading.unbounded
}
