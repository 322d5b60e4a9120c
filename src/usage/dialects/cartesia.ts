import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { valueAt } from '../json.ts'
import { charactersOf, measure, units } from '../measure.ts'
import { nothingRead, type Reading } from '../usage.ts'
import { nothingInBody } from './from-request.ts'

/** Speech: only the request tells how much. https://docs.cartesia.ai/api-reference/tts/bytes */
export const cartesiaSpeech: UsageDialect = {
  ...nothingInBody,
  request: (body, missingIn) => units(charactersOf(body['transcript'], missingIn), 'character'),
}

/** Transcriptions: https://docs.cartesia.ai/api-reference/stt/transcribe */
export const cartesiaTranscription: UsageDialect = {
  marks: ['"duration"'],
  body: (json) => read(json, nothingRead),
  event: read,
}

function read(json: unknown, soFar: Reading): Reading {
  const seconds = measure(valueAt(json, 'duration'))
  return extendReading(soFar, {
    usage: seconds === undefined ? undefined : units(seconds, 'second'),
    model: label(valueAt(json, 'model')),
    final: seconds !== undefined,
  })
}
