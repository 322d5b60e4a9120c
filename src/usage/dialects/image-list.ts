import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError } from '../json.ts'
import { units } from '../measure.ts'
import { nothingRead, type Reading } from '../usage.ts'

/** Answers that are a list of images and state nothing: `{"data":[{"url":…},…]}`. */
export const imageList: UsageDialect = {
  marks: ['"data"'],
  body: (json) => read(json, nothingRead),
  event: read,
}

function read(json: unknown, soFar: Reading): Reading {
  const images = listAt(json, 'data').length
  return extendReading(soFar, {
    usage: images === 0 ? undefined : units(images, 'image'),
    final: images > 0,
    failed: statesError(json),
  })
}
