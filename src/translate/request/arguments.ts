import { parseExactly } from '../exact-json.ts'
import { isTooDeep } from './depth.ts'
import { isObject, type JsonObject } from './json-object.ts'

/**
 * The arguments of an earlier call as a tool's input, which must be an object. What is none (a call cut off by its
 * token limit, say) stays readable for the model under `invalid_arguments`: refusing it would end the conversation.
 */
export function inputOf(text: string): JsonObject {
  if (text.trim() === '') return {}
  const value = parsed(text)
  return isObject(value) && !isTooDeep(value) ? value : { invalid_arguments: text }
}

function parsed(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return undefined
  }
}
