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
  /** Pages with annotations have a price of their own; the answer need not show which they are. */
  request: (body) =>
    annotations.some((name) => (body[name] ?? null) !== null) ? { details: { annotation: 'asked' } } : {},
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage_info', opening: '{' },
    ],
    event: [],
  },
}

const annotations = ['document_annotation_format', 'bbox_annotation_format']

function read(json: unknown, soFar: Reading): Reading {
  const pages = count(valueAt(json, 'usage_info.pages_processed'))
  return extendReading(soFar, {
    usage: pages === undefined ? undefined : units(pages, 'page'),
    model: label(valueAt(json, 'model')),
    final: pages !== undefined,
    failed: statesError(json),
  })
}
