import type { UsageDialect } from '../dialect.ts'
import { measureIn, units } from '../measure.ts'
import { nothingInBody } from './from-request.ts'

/** fal: each model has a unit of its own (an image, a second, a megapixel), and a header says how many were used. */
export const falUnits: UsageDialect = {
  ...nothingInBody,
  headers: (headers) => units(measureIn(headers.get('x-fal-billable-units')), 'unit'),
}
