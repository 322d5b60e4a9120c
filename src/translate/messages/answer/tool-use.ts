import { valueAt } from '../../../usage/json.ts'
import { inputOf } from '../../request/arguments.ts'
import type { MessageContext } from './context.ts'

/** A call, or a piece of one, as chat has it. A member that is missing is ''. */
export interface Call {
  id: string
  name: string
  /** JSON text, if the model kept to it. */
  arguments: string
}

/** A call as Messages has it. */
export interface ToolUse {
  id: string
  name: string
  input: Readonly<Record<string, unknown>>
  /** `input` as JSON text, digit for digit as the model wrote it. */
  json: string
}

/** Never throws. */
export function callIn(entry: unknown): Call {
  return {
    id: textOf(valueAt(entry, 'id')),
    name: textOf(valueAt(entry, 'function.name')),
    arguments: argumentsIn(valueAt(entry, 'function.arguments')),
  }
}

/** Some servers give the object itself; it can be nested too deep to be written. */
function argumentsIn(given: unknown): string {
  if (typeof given !== 'object' || given === null) return textOf(given)
  try {
    return JSON.stringify(given)
  } catch {
    return 'arguments nested too deep'
  }
}

/**
 * The calls of one answer under the client's own names for its tools. Arguments that are no object stay readable,
 * for the tool to refuse and for the model to read again: without them it would make the same call for ever.
 */
export function toolUses(calls: readonly Call[], { requestId, toolNames }: MessageContext): ToolUse[] {
  const used = new Set<string>()
  return calls.map(({ id, name, arguments: given }, number) => {
    const said = properId.test(id) && !used.has(id) ? id : `toolu_${requestId}_${number}`
    used.add(said)
    const text = nothing.test(given) ? '{}' : given
    const input = inputOf(text)
    const json = input['invalid_arguments'] === text ? JSON.stringify(input) : text
    return { id: said, name: toolNames.get(name) ?? name, input, json }
  })
}

/** What the Messages API takes back as an id. Some servers give `functions.search:0`, or none, or one to several calls. */
const properId = /^[\w-]{1,64}$/
/** Tools without parameters are called so. */
const nothing = /^\s*(?:null\s*)?$/

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
