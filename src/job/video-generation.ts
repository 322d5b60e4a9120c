import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

/** OpenRouter's videos. https://openrouter.ai/docs/guides/overview/multimodal/video-generation */
export const videoGeneration: JobDialect = {
  body: jobByStatus({
    pending: 'running',
    in_progress: 'running',
    completed: 'done',
    cancelled: 'done',
    expired: 'done',
    failed: 'failed',
  }),
}
