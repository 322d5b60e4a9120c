import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { charactersOf, units } from '../measure.ts'

/** https://platform.openai.com/docs/api-reference/audio/speech-audio-done-event */
const fields: UsageFields = {
  counts: { input: ['usage.input_tokens'], output: ['usage.output_tokens'] },
  details: {},
  labels: {},
}

/** Speech: the bytes of audio count nothing, so its text is what counts; a stream of events states tokens at its end. */
export const openaiSpeech: UsageDialect = {
  marks: ['speech.audio.done'],
  body: (json) => ({ final: false, failed: statesError(json) }),
  event(json, soFar) {
    const usage = valueAt(json, 'type') === 'speech.audio.done' ? usageFrom(json, fields) : undefined
    return extendReading(soFar, { usage, final: usage !== undefined, failed: statesError(json) })
  },
  request({ input, stream_format }, missingIn) {
    return stream_format === 'sse' ? {} : units(charactersOf(input, missingIn), 'character')
  },
  tail: { body: [], event: [{ member: 'usage', opening: '{"type":"speech.audio.done",' }] },
}
