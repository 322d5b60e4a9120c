import { anthropicAnswers } from './anthropic.ts'
import { geminiAnswers } from './gemini.ts'
import type { KnownAnswer } from './known-answer.ts'
import { openaiChatAnswers } from './openai-chat.ts'
import { openaiAnswers } from './openai.ts'

/** Every recorded answer, with what it must be read as. */
export const knownAnswers: KnownAnswer[] = [
  ...openaiChatAnswers,
  ...openaiAnswers,
  ...anthropicAnswers,
  ...geminiAnswers,
]
