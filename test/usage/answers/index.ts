import { anthropicAnswers } from './anthropic.ts'
import { chatVendorAnswers } from './chat-vendors.ts'
import { featureAnswers } from './features.ts'
import { geminiAnswers } from './gemini.ts'
import { googleMediaAnswers } from './google-media.ts'
import { hostAnswers } from './hosts.ts'
import type { KnownAnswer } from './known-answer.ts'
import { mediaVendorAnswers } from './media-vendors.ts'
import { openaiChatAnswers } from './openai-chat.ts'
import { openaiAnswers } from './openai.ts'
import { openaiMediaAnswers } from './openai-media.ts'

/** Every recorded answer, with what it must be read as. */
export const knownAnswers: KnownAnswer[] = [
  ...openaiChatAnswers,
  ...openaiAnswers,
  ...anthropicAnswers,
  ...geminiAnswers,
  ...featureAnswers,
  ...openaiMediaAnswers,
  ...googleMediaAnswers,
  ...chatVendorAnswers,
  ...hostAnswers,
  ...mediaVendorAnswers,
]
