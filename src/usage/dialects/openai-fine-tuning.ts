import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { valueAt } from '../json.ts'
import { units } from '../measure.ts'
import { nothingRead } from '../usage.ts'

/**
 * The billable tokens of a fine-tuning that is over: https://platform.openai.com/docs/api-reference/fine-tuning/object.
 * Reinforcement is paid by the hour, which nothing states: https://platform.openai.com/docs/pricing
 */
export const openaiFineTuning: UsageDialect = {
  marks: ['"trained_tokens"'],
  body(json) {
    const isTimed = valueAt(json, 'method.type') === 'reinforcement'
    const trained = isTimed ? undefined : count(valueAt(json, 'trained_tokens'))
    return extendReading(nothingRead, {
      usage: trained === undefined ? undefined : units(trained, 'trained token'),
      model: label(valueAt(json, 'model')),
      final: trained !== undefined,
      failed: valueAt(json, 'status') === 'failed',
    })
  },
  event: (_json, soFar) => soFar,
}
