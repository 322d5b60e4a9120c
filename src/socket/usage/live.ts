import { label } from '../../usage/count.ts'
import { valueAt } from '../../usage/json.ts'
import { measure } from '../../usage/measure.ts'
import { readResponse } from './responses.ts'
import type { SocketDialect } from './session.ts'

/**
 * A Live session: seconds of audio as a running total, and beside them the tokens of answers that it delegates to the
 * Responses API. https://platform.openai.com/docs/api-reference/live
 */
export const live: SocketDialect = {
  marks: ['"session.started"', '"session.usage.updated"', '"session.closed"', '"response.event"'],
  read(event, soFar) {
    const type = valueAt(event, 'type')
    if (type === 'response.event') {
      const { model: _delegate, ...session } = readResponse(valueAt(event, 'event'), soFar)
      return { ...session, ...(soFar.model !== undefined && { model: soFar.model }) }
    }
    if (type === 'session.started') {
      const model = label(valueAt(event, 'session.model'))
      return model === undefined ? soFar : { ...soFar, model }
    }
    if (type !== 'session.usage.updated' && type !== 'session.closed') return soFar
    const seconds = measure(valueAt(event, 'usage.seconds'))
    return seconds === undefined ? soFar : { ...soFar, running: { units: seconds, unit: 'second' } }
  },
}
