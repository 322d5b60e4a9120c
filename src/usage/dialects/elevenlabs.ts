import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { listAt, valueAt } from '../json.ts'
import { charactersOf, measure, measureIn, units } from '../measure.ts'
import { nothingRead, type Reading } from '../usage.ts'
import { nothingInBody } from './from-request.ts'

/** What is billed, in characters; a character of a fast model can cost half a one. */
const inHeaders: UsageDialect['headers'] = (headers) =>
  units(measureIn(headers.get('character-cost')), 'character')

/** Speech, music and sounds: https://elevenlabs.io/docs/api-reference/text-to-speech/convert */
export const elevenlabsSpeech: UsageDialect = {
  ...nothingInBody,
  headers: inHeaders,
  request: (body, missingIn) => units(charactersOf(body['text'], missingIn), 'character'),
}

/** Transcriptions: as long as the audio, or as far as its last word. */
export const elevenlabsTranscription: UsageDialect = {
  marks: ['"audio_duration_secs"', '"words"'],
  headers: inHeaders,
  body: (json) => read(json, nothingRead),
  event: read,
}

function read(json: unknown, soFar: Reading): Reading {
  const seconds =
    measure(valueAt(json, 'audio_duration_secs')) ?? measure(valueAt(listAt(json, 'words').at(-1), 'end'))
  return extendReading(soFar, {
    usage: seconds === undefined ? undefined : units(seconds, 'second'),
    final: seconds !== undefined,
  })
}
