import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

/** Perplexity's chats in the background. https://docs.perplexity.ai/api-reference/async-chat-completions-post */
export const asyncCompletion: JobDialect = {
  body: jobByStatus({ CREATED: 'running', IN_PROGRESS: 'running', COMPLETED: 'done', FAILED: 'failed' }),
  members: ['id', 'status'],
}
