import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { valueAt } from '../json.ts'
import { measure, units } from '../measure.ts'
import { withDetails } from '../amend.ts'
import { nothingRead, type Reading } from '../usage.ts'

const fields: UsageFields = {
  counts: { input: ['metrics.input_token_count'], output: ['metrics.output_token_count'] },
  details: {},
  labels: {},
}

const overStatuses: ReadonlySet<unknown> = new Set(['succeeded', 'failed', 'canceled', 'aborted'])

/** A prediction, over or still running: https://replicate.com/docs/reference/http#predictions.create */
export const replicatePrediction: UsageDialect = {
  marks: ['"metrics"'],
  body: (json) => read(json, nothingRead),
  event: read,
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'metrics', opening: '{' },
    ],
    event: [],
  },
}

function read(json: unknown, soFar: Reading): Reading {
  const seconds = measure(valueAt(json, 'metrics.predict_time'))
  const tokens = usageFrom(json, fields)
  const images = measure(valueAt(json, 'metrics.image_count'))
  const time = seconds === undefined ? {} : units(seconds, 'second')
  const stated = seconds !== undefined || tokens !== undefined
  const status = valueAt(json, 'status')
  return extendReading(soFar, {
    usage: stated ? withDetails({ ...tokens, ...time }, { image_count: images }) : undefined,
    model: label(valueAt(json, 'model')),
    final: stated && (status === undefined || overStatuses.has(status)),
    failed: status === 'failed',
  })
}
