import { withDetails } from '../amend.ts'
import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { charactersOf, measure, measureIn, units } from '../measure.ts'
import { nothingRead, type Reading } from '../usage.ts'
import { nothingInBody } from './from-request.ts'

/** Transcriptions, billed by the second of each channel: https://developers.deepgram.com/reference/listen-file */
export const deepgramListen: UsageDialect = {
  marks: ['"metadata"'],
  // Before the words, which are many.
  head: ['metadata'],
  body: (json) => read(json, nothingRead),
  event: read,
}

function read(json: unknown, soFar: Reading): Reading {
  const duration = measure(valueAt(json, 'metadata.duration'))
  const channels = count(valueAt(json, 'metadata.channels')) ?? 1
  const summary = 'metadata.summary_info'
  const usage =
    duration === undefined
      ? undefined
      : withDetails(units(duration * Math.max(channels, 1), 'second'), {
          summary_input_tokens: count(valueAt(json, `${summary}.input_tokens`)),
          summary_output_tokens: count(valueAt(json, `${summary}.output_tokens`)),
        })
  return extendReading(soFar, {
    usage,
    model: modelIn(valueAt(json, 'metadata.model_info')),
    final: usage !== undefined,
    failed: statesError(json),
  })
}

/** By the id of the model's version, which says less than its family. */
function modelIn(info: unknown): string | undefined {
  const [version] = typeof info === 'object' && info !== null ? Object.values(info) : []
  return label(valueAt(version, 'arch'))
}

/** Speech: https://developers.deepgram.com/reference/text-to-speech-api */
export const deepgramSpeak: UsageDialect = {
  ...nothingInBody,
  headers: (headers) => units(measureIn(headers.get('dg-char-count')), 'character'),
  request: (body, missingIn) => units(charactersOf(body['text'], missingIn), 'character'),
}
