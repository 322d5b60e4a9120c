import { accept, type Result } from '../../refusal/refusal.ts'
import { thinkingFields } from '../memory.ts'
import { inputOf } from './arguments.ts'
import type { Block } from './cache.ts'
import type { CallIds } from './call-ids.ts'
import { partKinds, translateContent } from './content.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { type Losses, malformed, refuseNested } from './losses.ts'
import { textBlock } from './parts.ts'

/** An earlier answer as blocks, in the order in which Claude says them: thinking, text, calls. */
export function translateAssistant(
  message: JsonObject,
  where: string,
  ids: CallIds,
  losses: Losses,
): Result<Block[]> {
  if (message['audio']) return refuseNested('messages[].audio', `${where}.audio`)
  if (message[thinkingFields.text]) losses.drop('messages[].reasoning_content')
  const content = translateContent(message['content'], `${where}.content`, partKinds.assistant, losses)
  if (!content.ok) return content
  const refusal = typeof message['refusal'] === 'string' ? textBlock(message['refusal']) : null
  const calls = callsOf(message, where, ids)
  if (!calls.ok) return calls
  return accept([
    ...thinkingOf(message[thinkingFields.blocks], losses),
    ...content.value,
    ...(refusal ? [refusal] : []),
    ...calls.value,
  ])
}

/** Thinking that a client gives back, as it came: a changed block is refused upstream. */
function thinkingOf(given: unknown, losses: Losses): Block[] {
  if (given === undefined || given === null) return []
  const blocks = (Array.isArray(given) ? given : [given]).map(thinkingBlock)
  if (blocks.includes(null)) losses.drop('messages[].thinking_blocks')
  return blocks.filter((block) => block !== null)
}

function thinkingBlock(given: unknown): Block | null {
  if (!isObject(given)) return null
  const { type, thinking, signature, data } = given
  if (type === 'redacted_thinking' && typeof data === 'string') return { type, data }
  const isSigned = typeof thinking === 'string' && typeof signature === 'string' && signature !== ''
  return type === 'thinking' && isSigned ? { type, thinking, signature } : null
}

function callsOf(message: JsonObject, where: string, ids: CallIds): Result<Block[]> {
  const given = message['tool_calls'] ?? []
  if (!Array.isArray(given)) return malformed(`${where}.tool_calls`, 'be a list')
  const blocks: Block[] = []
  for (const [index, call] of given.entries()) {
    const block = callOf(call, `${where}.tool_calls[${index}]`, ids)
    if (!block.ok) return block
    blocks.push(block.value)
  }
  const legacy = message['function_call']
  if (legacy === undefined || legacy === null) return accept(blocks)
  const block = functionCall(legacy, `${where}.function_call`, (name) => ids.open(legacyId(name)))
  return block.ok ? accept([...blocks, block.value]) : block
}

/** Calls by `functions` have no identifier: their results name the function. */
export function legacyId(name: string): string {
  return `function_${name}`
}

function callOf(call: unknown, where: string, ids: CallIds): Result<Block> {
  if (!isObject(call)) return malformed(where, 'be an object')
  if (isObject(call['custom'])) return refuseNested('tools[].custom', where)
  const { id } = call
  if (typeof id !== 'string' || id === '') return malformed(`${where}.id`, 'be a text')
  return functionCall(call['function'], `${where}.function`, () => ids.open(id))
}

function functionCall(given: unknown, where: string, open: (name: string) => string | null): Result<Block> {
  const { name, arguments: text = '' } = isObject(given) ? given : {}
  if (typeof name !== 'string' || name === '') return malformed(`${where}.name`, 'be a text')
  const id = open(name)
  if (id === null) return malformed(where, 'have an `id` of its own')
  const input = isObject(text) ? text : inputOf(typeof text === 'string' ? text : JSON.stringify(text ?? ''))
  return accept({ type: 'tool_use', id, name, input })
}
