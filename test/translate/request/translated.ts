import { expect } from 'vitest'
import type Anthropic from '@anthropic-ai/sdk'
import type Older from '@anthropic-ai/sdk-0'
import type OpenAI from 'openai'
import type { TranslationMemory } from '../../../src/translate/memory.ts'
import {
  type RequestMeans,
  type TranslatedRequest,
  translateRequest,
} from '../../../src/translate/request/request.ts'
import type { Refusal } from '../../../src/refusal/refusal.ts'

type Chat = OpenAI.ChatCompletionCreateParams

/** The newest SDK's fields, and the sampling that only `anthropic-version: 2023-06-01` has. */
export type Messages = Anthropic.MessageCreateParams &
  Pick<Older.MessageCreateParams, 'temperature' | 'top_p' | 'top_k'>

/** A model that thinks as it likes, and takes sampling, structured outputs and forced tools. */
const model = 'claude-opus-4-6'

/** A request with one short message, and more; its fields are those of the OpenAI SDK. */
export function chat(more: Partial<Chat> = {}): Chat {
  return { model, messages: [{ role: 'user', content: 'Hi' }], ...more }
}

/** The same with fields that the SDK does not know. */
export function chatWith(more: object): object {
  return { ...chat(), ...more }
}

/** What the request becomes, or why it does not. 4,096 tokens where it names no limit. */
export function outcome(request: object, means: Partial<RequestMeans> = {}): TranslatedRequest | Refusal {
  const body = request as Record<string, unknown>
  const translated = translateRequest(body, {
    model: String(body['model']),
    defaultMaxTokens: () => 4_096,
    cache: 'off',
    ...means,
  })
  return translated.ok ? translated.value : translated.refusal
}

/** What the short request becomes; its fields are those of the Anthropic SDK. */
export function made(
  more: Partial<Messages> = {},
  { dropped = [], ...memory }: Partial<TranslationMemory> & { dropped?: string[] } = {},
): { body: Messages; dropped: string[]; memory: TranslationMemory } {
  const name = more.model ?? model
  return {
    body: {
      model: name,
      max_tokens: 4_096,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      ...more,
    },
    dropped,
    memory: {
      model: name,
      stream: more.stream === true,
      includeUsage: null,
      answerTool: null,
      legacyFunctions: false,
      ...memory,
    },
  }
}

/** A refusal as the door would tell it, but for its words. */
export function refusedAt(param: string): unknown {
  return { reason: 'bad_request', param, message: expect.stringContaining(`\`${param}\``) }
}
