import { membersOf } from '../../../upstream/json-members.ts'
import { label } from '../../../usage/count.ts'
import { parseJson, statesError } from '../../../usage/json.ts'
import { nothingRead } from '../../../usage/usage.ts'
import type { StreamTranslator } from '../../sse-translator.ts'
import type { MessageContext } from './context.ts'
import { events } from './events.ts'
import { plainText } from './plain-text.ts'
import { telling } from './telling.ts'

/** A ping for so many events in a row of which the client sees nothing: it gives up silent connections. */
const silentEvents = 50

/** Translates the chunks of a chat's stream one by one. */
export function createMessageTranslator(context: MessageContext): StreamTranslator {
  const told = telling(context)
  const plain = plainText(context.usage.marks)
  let reading = nothingRead
  let silent = 0

  function readChunk(event: string | null, data: string): void {
    if (data.trim() === '[DONE]') return told.stop(reading.usage)
    const json = membersOf(parseJson(data))
    if (json === null) return told.fail({ message: 'an event of the upstream’s stream is no JSON object' })
    const { choices, model, x_groq: extension } = json
    if (event === 'error' || statesError(json)) return told.fail(json)
    if (extension !== undefined && statesError(extension)) return told.fail(extension)
    if (context.usage.marks.some((mark) => data.includes(mark))) reading = context.usage.event(json, reading)
    // Chunks about the prompt come before the answer, and those of counts after it.
    const choice = Array.isArray(choices) ? membersOf(choices[0]) : null
    if (choice === null) return
    const delta = membersOf(choice['delta']) ?? {}
    told.start(label(model), reading.usage)
    told.delta(delta)
    const finishReason = label(choice['finish_reason'])
    if (finishReason !== undefined && told.state() === 'open') told.finish(finishReason)
    plain.learn(data, delta['content'])
  }

  function take(): string {
    const text = told.take()
    silent = text === '' ? silent + 1 : 0
    if (silent < silentEvents) return text
    silent = 0
    return events.ping()
  }

  return {
    push(event, data) {
      if (told.state() !== 'open') return ''
      const text = plain.textIn(data)
      const straight = text === null ? null : told.straight(text)
      if (straight !== null) {
        silent = 0
        return straight
      }
      if (data.trim() !== '') readChunk(event, data)
      return take()
    },
    comment: () => (told.state() === 'open' ? events.ping() : ''),
    end(unfinished) {
      // Some streams lack their last blank line; half an event is nothing.
      if (unfinished !== null && membersOf(parseJson(unfinished)) !== null) readChunk(null, unfinished)
      if (told.state() === 'open') told.stop(reading.usage)
      return told.take()
    },
    fail(message) {
      if (told.state() === 'open') told.fail({ message })
      return told.take()
    },
    state: told.state,
  }
}
