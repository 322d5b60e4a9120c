import type { Interpreter } from '../tap/interpreter.ts'
import { toldBy } from '../upstream/error-told.ts'
import { parseJson } from '../usage/json.ts'
import { translateAnswerText } from './answer/answer-text.ts'
import type { AnswerContext } from './answer/context.ts'
import { translateError } from './answer/errors.ts'
import { createStreamTranslator } from './answer/stream.ts'
import type { TranslationMemory } from './memory.ts'
import { createSseTranslator } from './sse-translator.ts'

/**
 * Says answers of the Messages API as chat completions. `at` is epoch milliseconds; `showsUsage` decides for a client
 * that does not say whether a stream ends with its counts.
 */
export function chatInterpreter(
  memory: TranslationMemory,
  { requestId, at, showsUsage }: { requestId: string; at: number; showsUsage: boolean },
): Interpreter {
  const context: AnswerContext = {
    ...memory,
    includeUsage: memory.includeUsage ?? showsUsage,
    id: `chatcmpl-${requestId}`,
    created: Math.floor(at / 1000),
  }
  return {
    stream: () => createSseTranslator(createStreamTranslator(context)),
    answer(bytes) {
      return translateAnswerText(new TextDecoder().decode(bytes), context)
    },
    error(status, bytes) {
      const error = parseJson(new TextDecoder().decode(bytes))
      return toldBy(error) === null ? null : translateError(status, error, requestId).body
    },
  }
}
