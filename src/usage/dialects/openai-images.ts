import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { sumUsage } from '../sum.ts'
import { nothingRead } from '../usage.ts'

/** https://platform.openai.com/docs/api-reference/images/object; drawing an SVG is metered apart from rendering it. */
const fields: UsageFields = {
  counts: {
    input: ['usage.input_tokens'],
    cacheRead: ['usage.input_tokens_details.cached_tokens'],
    output: ['usage.output_tokens'],
  },
  details: {
    input_image_tokens: ['usage.input_tokens_details.image_tokens'],
    input_text_tokens: ['usage.input_tokens_details.text_tokens'],
    output_image_tokens: ['usage.output_tokens_details.image_tokens'],
    output_text_tokens: ['usage.output_tokens_details.text_tokens'],
    svg_input_tokens: ['svg_usage.input_tokens'],
    svg_output_tokens: ['svg_usage.output_tokens'],
  },
  labels: {},
}

/** One comes for each image, with the tokens of that image. */
const completed: ReadonlySet<unknown> = new Set(['image_generation.completed', 'image_edit.completed'])

/** Models that are paid by the image. */
const paidByImage = /^dall-e-/

/** Images made, changed and varied: tokens where the model counts them, else the images themselves. */
export const openaiImages: UsageDialect = {
  sums: true,
  marks: ['image_generation.completed', 'image_edit.completed'],
  body(json) {
    const images = listAt(json, 'data').length
    const usage = usageFrom(json, fields) ?? (images > 0 ? { units: images, unit: 'image' } : undefined)
    return extendReading(nothingRead, {
      usage,
      model: label(valueAt(json, 'model')),
      final: usage !== undefined,
      failed: statesError(json),
    })
  },
  event(json, soFar) {
    const usage = completed.has(valueAt(json, 'type')) ? usageFrom(json, fields) : undefined
    return extendReading(soFar, {
      usage: usage && sumUsage(soFar.usage, usage),
      final: usage !== undefined,
      failed: statesError(json),
    })
  },
  /** An answer with the images in it is too large to be kept whole, and then nobody can count them. */
  request({ model, n }) {
    const units = count(n ?? 1)
    const byImage = typeof model === 'string' && paidByImage.test(model)
    return byImage && units !== undefined ? { units, unit: 'image' } : {}
  },
  /** One event an image. In a form, numbers are digits. */
  summands: ({ n }) => count(typeof n === 'string' && /^\d{1,3}$/.test(n) ? Number(n) : (n ?? 1)),
  tail: {
    body: [
      { member: 'svg_usage', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [{ member: 'usage', opening: '{"type":"image_generation.completed",' }],
  },
}
