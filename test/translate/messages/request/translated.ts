import type Anthropic from '@anthropic-ai/sdk'
import type Older from '@anthropic-ai/sdk-0'
import type OpenAI from 'openai'
import { expect } from 'vitest'
import type { MessageMemory } from '../../../../src/translate/messages/memory.ts'
import {
  type ChatMeans,
  translateToChat,
  type TranslatedMessage,
} from '../../../../src/translate/messages/request/request.ts'
import type { Refusal } from '../../../../src/refusal/refusal.ts'

/** The newest SDK's fields with its betas, and the sampling that only `anthropic-version: 2023-06-01` has. */
export type Messages = Omit<Anthropic.Beta.Messages.MessageCreateParams, 'stream'> &
  Pick<Older.MessageCreateParams, 'temperature' | 'top_p' | 'top_k'> & { stream?: boolean }

/** The OpenAI SDK's fields, and where providers take earlier thoughts back. */
export type Chat = Partial<Omit<OpenAI.ChatCompletionCreateParams, 'messages'>> & {
  messages?: (OpenAI.ChatCompletionMessageParam & { reasoning_content?: string })[]
}

/** A model that nobody knows: it does not reason, and minds nothing. */
const model = 'llama-3.3-70b-versatile'

/** A request with one short message, and more. */
export function message(more: Partial<Messages> = {}): Messages {
  return { model, max_tokens: 1_000, messages: [{ role: 'user', content: 'Hi' }], ...more }
}

/** The same with fields that the SDK does not know, or of wrong types. */
export function messageWith(more: object): object {
  return { ...message(), ...more }
}

/** What the request becomes, or why it does not. */
export function outcome(request: object, means: Partial<ChatMeans> = {}): TranslatedMessage | Refusal {
  const body = request as Record<string, unknown>
  const translated = translateToChat(body, {
    model: String(body['model']),
    limit: { field: 'max_tokens', most: null },
    takesFiles: false,
    thoughtsIn: null,
    ...means,
  })
  return translated.ok ? translated.value : translated.refusal
}

/** What the short request becomes. */
export function made(
  more: Chat = {},
  { dropped = [], ...memory }: Partial<MessageMemory> & { dropped?: string[] } = {},
): { body: Chat; dropped: string[]; memory: MessageMemory } {
  const name = more.model ?? model
  return {
    body: {
      model: name,
      messages: [{ role: 'user', content: 'Hi' }],
      ...('max_completion_tokens' in more ? {} : { max_tokens: 1_000 }),
      ...more,
    },
    dropped,
    memory: {
      model: name,
      stream: more.stream === true,
      showsThinking: false,
      toolNames: new Map(),
      ...memory,
    },
  }
}

/** A refusal as the door would tell it, but for its words. */
export function refusedAt(param: string): unknown {
  return { reason: 'bad_request', param, message: expect.stringContaining(`\`${param}\``) }
}
