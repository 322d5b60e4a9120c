import type { TranslationMemory } from '../memory.ts'

/** What every answer to one translated request is told with. */
export interface AnswerContext extends Omit<TranslationMemory, 'includeUsage'> {
  /** A stream ends with a chunk of the counts. */
  includeUsage: boolean
  /** The completion's id for the client, `chatcmpl-…`. */
  id: string
  /** Unix time in seconds. */
  created: number
}
