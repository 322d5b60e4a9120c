import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { measure } from '../measure.ts'
import { nothingRead, type Usage } from '../usage.ts'

/** https://platform.openai.com/docs/api-reference/audio/json-object: `input_token_details`, in the singular. */
const fields: UsageFields = {
  counts: { input: ['usage.input_tokens'], output: ['usage.output_tokens'] },
  details: {
    input_audio_tokens: ['usage.input_token_details.audio_tokens'],
    input_text_tokens: ['usage.input_token_details.text_tokens'],
  },
  labels: {},
}

/** Transcriptions and translations: tokens or seconds by model; as plain text, subtitles included, nothing at all. */
export const openaiTranscription: UsageDialect = {
  marks: ['transcript.text.done'],
  body(json) {
    const usage = usageOf(json)
    return extendReading(nothingRead, { usage, final: usage !== undefined, failed: statesError(json) })
  },
  event(json, soFar) {
    const usage = valueAt(json, 'type') === 'transcript.text.done' ? usageOf(json) : undefined
    return extendReading(soFar, { usage, final: usage !== undefined, failed: statesError(json) })
  },
  tail: {
    body: [
      { member: 'duration', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [{ member: 'usage', opening: '{"type":"transcript.text.done",' }],
  },
}

/** A duration beside tokens is the recording's, not what is charged. */
function usageOf(json: unknown): Usage | undefined {
  const tokens = usageFrom(json, fields)
  if (tokens !== undefined) return tokens
  const units = measure(valueAt(json, 'usage.seconds')) ?? measure(valueAt(json, 'duration'))
  return units === undefined ? undefined : { units, unit: 'second' }
}
