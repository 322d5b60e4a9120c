import type { UsageDialect, UsageDialectName } from '../dialect.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { geminiGenerate } from './gemini-generate.ts'
import { none } from './none.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiResponses } from './openai-responses.ts'

/** Every dialect by its name. */
export const usageDialects: Record<UsageDialectName, UsageDialect> = {
  none,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'openai-embeddings': openaiEmbeddings,
  'anthropic-messages': anthropicMessages,
  'gemini-generate': geminiGenerate,
}
