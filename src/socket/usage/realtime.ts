import { count, label } from '../../usage/count.ts'
import { usageFrom, type UsageFields } from '../../usage/fields.ts'
import { valueAt } from '../../usage/json.ts'
import type { Usage } from '../../usage/usage.ts'
import { measure } from '../../usage/measure.ts'
import { type Session, settle, type SocketDialect } from './session.ts'

/** https://platform.openai.com/docs/api-reference/realtime-server-events/response/done */
const fields: UsageFields = {
  counts: {
    input: ['response.usage.input_tokens'],
    cacheRead: ['response.usage.input_token_details.cached_tokens'],
    output: ['response.usage.output_tokens'],
    reasoning: ['response.usage.output_token_details.reasoning_tokens'],
  },
  details: {
    input_audio_tokens: ['response.usage.input_token_details.audio_tokens'],
    input_image_tokens: ['response.usage.input_token_details.image_tokens'],
    cache_read_audio_tokens: ['response.usage.input_token_details.cached_tokens_details.audio_tokens'],
    cache_read_image_tokens: ['response.usage.input_token_details.cached_tokens_details.image_tokens'],
    output_audio_tokens: ['response.usage.output_token_details.audio_tokens'],
  },
  labels: {},
}

const transcribed = 'conversation.item.input_audio_transcription.completed'

/** A realtime session: each answer states its own usage, once. */
export const realtime: SocketDialect = {
  marks: [
    '"response.created"',
    '"response.done"',
    '"session.created"',
    '"session.updated"',
    `"${transcribed}"`,
  ],
  read(event, soFar) {
    const type = valueAt(event, 'type')
    if (type === 'response.created') return { ...soFar, open: soFar.open + 1 }
    if (type === 'response.done') {
      return settle({ ...soFar, open: Math.max(0, soFar.open - 1) }, usageFrom(event, fields))
    }
    if (type === transcribed) return settle(soFar, transcription(valueAt(event, 'usage')))
    if (type === 'session.created' || type === 'session.updated') return withModel(event, soFar)
    return soFar
  },
}

function withModel(event: unknown, soFar: Session): Session {
  const model = label(valueAt(event, 'session.model'))
  return model === undefined ? soFar : { ...soFar, model }
}

/** Another model did that, at its own rate: it stays out of the totals. */
function transcription(usage: unknown): Usage | undefined {
  const stated = {
    transcription_input_tokens: count(valueAt(usage, 'input_tokens')),
    transcription_input_audio_tokens: count(valueAt(usage, 'input_token_details.audio_tokens')),
    transcription_output_tokens: count(valueAt(usage, 'output_tokens')),
    transcription_seconds: measure(valueAt(usage, 'seconds')),
  }
  const details = Object.entries(stated).filter((entry): entry is [string, number] => entry[1] !== undefined)
  return details.length === 0 ? undefined : { details: Object.fromEntries(details) }
}
