import { membersOf } from '../../upstream/json-members.ts'
import { parseExactly } from '../exact-json.ts'
import { translateAnswer } from './answer.ts'
import type { AnswerContext } from './context.ts'

/**
 * The JSON text of a whole message as that of a `chat.completion`. Null for what is no message, also for one nested
 * too deep to be written: an answer that cannot be told is the upstream's failure, not an empty one. Never throws.
 */
export function translateAnswerText(text: string, context: AnswerContext): string | null {
  try {
    const message = parseExactly(text)
    if (!Array.isArray(membersOf(message)?.['content'])) return null
    return JSON.stringify(translateAnswer(message, context))
  } catch {
    return null
  }
}
