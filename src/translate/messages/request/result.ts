import { accept, type Result } from '../../../refusal/refusal.ts'
import type { CallIds } from '../../request/call-ids.ts'
import { malformed } from '../../request/losses.ts'
import { translateBlock } from './content.ts'
import type { Part, Speaking } from './parts.ts'
import { blocksOf, type Said } from './turns.ts'

/** The result of a tool, with what a message of the role `tool` has no room for. */
export interface ToolResult {
  message: { role: 'tool'; tool_call_id: string; content: string }
  /** Pictures and files, with a line that says whose they are; the user shows them. */
  shown: Part[]
}

/** A `tool_result` as the message of its own that chats have for it. */
export function translateResult(
  { block, where, by }: Said,
  ids: CallIds,
  speaking: Speaking,
): Result<ToolResult> {
  const { tool_use_id: id, content, is_error: isError } = block
  const param = `${where}.tool_use_id`
  if (typeof id !== 'string' || id === '') return malformed(param, 'name the call that it is the result of')
  const call = ids.answer(id)
  if (call === 'twice') return malformed(param, 'name a call that has no result yet')
  if (call === 'unknown') return malformed(param, 'name a call of the assistant’s message before it')
  if (block['cache_control']) speaking.losses.drop('cache_control')
  const inner = blocksOf(content, `${where}.content`, by)
  if (!inner.ok) return inner
  const texts: string[] = []
  const others: Part[] = []
  for (const said of inner.value) {
    const parts = translateBlock(said.block, said.where, speaking)
    if (!parts.ok) return parts
    for (const part of parts.value) {
      if (part.type === 'text') texts.push(part.text)
      else others.push(part)
    }
  }
  if (others.length > 0) texts.push('(The user shows the rest of it.)')
  const text = texts.join('\n\n')
  return accept({
    // Chats have no mark for a failure.
    message: {
      role: 'tool',
      tool_call_id: call.said,
      content: isError === true ? `<error>\n${text}\n</error>` : text,
    },
    shown: others.length === 0 ? [] : [{ type: 'text', text: `Of the result of ${call.said}:` }, ...others],
  })
}
