import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { measure } from '../measure.ts'
import { nothingRead } from '../usage.ts'

/** Videos, https://platform.openai.com/docs/api-reference/videos/object: the job's own length, said as a text. */
export const openaiVideos: UsageDialect = {
  marks: ['"seconds"'],
  body(json) {
    const stated = valueAt(json, 'seconds')
    const units = measure(typeof stated === 'string' && /^\d{1,6}$/.test(stated) ? Number(stated) : stated)
    return extendReading(nothingRead, {
      usage: units === undefined ? undefined : { units, unit: 'second' },
      model: label(valueAt(json, 'model')),
      final: units !== undefined,
      failed: statesError(json),
    })
  },
  event: (json, soFar) => extendReading(soFar, { failed: statesError(json) }),
}
