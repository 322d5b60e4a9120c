import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { units } from '../measure.ts'
import { nothingRead, type Reading } from '../usage.ts'

/** Documents read page by page, https://docs.mistral.ai/api/endpoint/ocr */
export const mistralOcr: UsageDialect = {
  marks: ['"usage_info"'],
  body: (json) => read(json, nothingRead),
  event: read,
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage_info', opening: '{' },
    ],
    event: [],
  },
}

function read(json: unknown, soFar: Reading): Reading {
  const pages = count(valueAt(json, 'usage_info.pages_processed'))
  return extendReading(soFar, {
    usage: pages === undefined ? undefined : units(pages, 'page'),
    model: label(valueAt(json, 'model')),
    final: pages !== undefined,
    failed: statesError(json),
  })
}
