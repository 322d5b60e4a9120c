import { type MessageContext, messageId } from './context.ts'
import type { StopReason } from './stop-reason.ts'
import type { ToolUse } from './tool-use.ts'
import type { MessageUsage } from './usage.ts'

/** One block of a message's content. */
export type Block =
  | { type: 'text'; text: string; citations: null }
  | { type: 'thinking'; thinking: string; signature: '' }
  | {
      type: 'tool_use'
      id: string
      name: string
      input: Readonly<Record<string, unknown>>
      caller: { type: 'direct' }
    }

/** Why a message ended. */
export interface Stop {
  stop_reason: StopReason | null
  stop_sequence: null
  stop_details: { type: 'refusal'; category: null; explanation: string | null } | null
  container: null
}

/** https://platform.claude.com/docs/en/api/messages */
export interface Message extends Stop {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: readonly Block[]
  diagnostics: null
  usage: MessageUsage
}

/** What differs between the messages of one context. */
type Members = Pick<Message, 'model' | 'content' | 'usage'> & { stop: Stop }

/** The end that has not come yet. */
export const going: Stop = { stop_reason: null, stop_sequence: null, stop_details: null, container: null }

/** `words` are those of a refusal, if there were any. */
export function stopOf(stop_reason: StopReason, words: string): Stop {
  if (stop_reason !== 'refusal') return { ...going, stop_reason }
  const explanation = words === '' ? null : words
  return { ...going, stop_reason, stop_details: { type: 'refusal', category: null, explanation } }
}

export function messageOf(context: MessageContext, { model, content, stop, usage }: Members): Message {
  return {
    id: messageId(context),
    type: 'message',
    role: 'assistant',
    model,
    content,
    ...stop,
    diagnostics: null,
    usage,
  }
}

export function textBlock(text: string): Block {
  return { type: 'text', text, citations: null }
}

/** Only Anthropic signs thoughts; a made-up signature would be refused later, an empty one is seen. */
export function thinkingBlock(thinking: string): Block {
  return { type: 'thinking', thinking, signature: '' }
}

export function toolUseBlock({ id, name }: ToolUse, input: ToolUse['input']): Block {
  return { type: 'tool_use', id, name, input, caller: { type: 'direct' } }
}
