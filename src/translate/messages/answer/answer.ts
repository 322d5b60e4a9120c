import { membersOf } from '../../../upstream/json-members.ts'
import { label } from '../../../usage/count.ts'
import { listAt, statesError, valueAt } from '../../../usage/json.ts'
import { parseExactly } from '../../exact-json.ts'
import type { MessageContext } from './context.ts'
import { type Message, messageOf, stopOf, textBlock, thinkingBlock, toolUseBlock } from './message.ts'
import { type Said, saidIn } from './said.ts'
import { isFailure, stopReason } from './stop-reason.ts'
import { callIn, type ToolUse, toolUses } from './tool-use.ts'
import { messageUsage } from './usage.ts'

/**
 * The JSON text of a whole `chat.completion` as that of a message. Null for what is no completion, or says that it
 * failed, and for one nested too deep to be written. Never throws.
 */
export function translateCompletionText(text: string, context: MessageContext): string | null {
  try {
    const message = translateCompletion(parseExactly(text), context)
    return message && JSON.stringify(message)
  } catch {
    return null
  }
}

/** A whole `chat.completion`, its first choice, as a message; null for what is none. */
export function translateCompletion(completion: unknown, context: MessageContext): Message | null {
  const [choice] = listAt(completion, 'choices')
  const said = membersOf(valueAt(choice, 'message'))
  const finishReason = valueAt(choice, 'finish_reason')
  if (said === null || statesError(completion) || isFailure(finishReason)) return null
  const words = saidIn(said)
  const calls = toolUses(listAt(said, 'tool_calls').map(callIn), context)
  const held = { calls: calls.length > 0, refusal: words.refusal !== '' }
  return messageOf(context, {
    model: label(valueAt(completion, 'model')) ?? context.model,
    content: contentOf(words, calls, context),
    stop: stopOf(stopReason(finishReason, held), words.refusal),
    usage: messageUsage(context.usage.body(completion).usage),
  })
}

/** A refusal's words are text too, for clients that show nothing else. White space alone is refused as a block later. */
function contentOf(
  { thinking, text, refusal }: Said,
  calls: readonly ToolUse[],
  { showsThinking }: MessageContext,
): Message['content'] {
  const words = text + refusal
  return [
    ...(showsThinking && thinking !== '' ? [thinkingBlock(thinking)] : []),
    ...(words.trim() === '' ? [] : [textBlock(words)]),
    ...calls.map((call) => toolUseBlock(call, call.input)),
  ]
}
