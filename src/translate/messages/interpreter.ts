import type { Interpreter } from '../../tap/interpreter.ts'
import { toldBy } from '../../upstream/error-told.ts'
import { parseJson } from '../../usage/json.ts'
import { createSseTranslator } from '../sse-translator.ts'
import { translateCompletionText } from './answer/answer.ts'
import type { MessageContext } from './answer/context.ts'
import { translateChatError } from './answer/errors.ts'
import { createMessageTranslator } from './answer/stream.ts'
import type { MessageMemory } from './memory.ts'

/** Says chat completions as answers of the Messages API. `usage` is the dialect in which they state their counts. */
export function messageInterpreter(
  memory: MessageMemory,
  { requestId, usage }: Pick<MessageContext, 'requestId' | 'usage'>,
): Interpreter {
  const context: MessageContext = { ...memory, requestId, usage }
  return {
    stream: () => createSseTranslator(createMessageTranslator(context)),
    answer(bytes) {
      return translateCompletionText(new TextDecoder().decode(bytes), context)
    },
    error(status, bytes) {
      const error = parseJson(new TextDecoder().decode(bytes))
      return toldBy(error) === null ? null : translateChatError(status, error, requestId)
    },
  }
}
