import { count } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { nothingRead, type Usage } from '../usage.ts'

/** `:predict`: Imagen's pictures, https://ai.google.dev/gemini-api/docs/imagen, and on Vertex embeddings too. */
export const geminiPredict: UsageDialect = {
  marks: ['"predictions"'],
  body(json) {
    const usage = usageFrom(listAt(json, 'predictions'))
    return extendReading(nothingRead, { usage, final: usage !== undefined, failed: statesError(json) })
  },
  event: (json, soFar) => extendReading(soFar, { failed: statesError(json) }),
  /** An answer with several pictures in it is too large to be kept whole, and then nobody can count them. */
  request(body) {
    const asked = count(valueAt(body, 'parameters.sampleCount'))
    return asked === undefined ? {} : { units: asked, unit: 'image' }
  },
}

function usageFrom(predictions: readonly unknown[]): Usage | undefined {
  // A picture that the safety filter took out is in the list, with the reason in its place.
  const pictures = predictions.filter((prediction) =>
    ['bytesBase64Encoded', 'gcsUri'].some((name) => typeof valueAt(prediction, name) === 'string'),
  )
  if (pictures.length > 0) return { units: pictures.length, unit: 'image' }
  const tokens = predictions.map((prediction) =>
    count(valueAt(prediction, 'embeddings.statistics.token_count')),
  )
  const input = tokens.reduce<number | undefined>(
    (sum, some) => (some === undefined ? sum : count((sum ?? 0) + some)),
    undefined,
  )
  return input === undefined ? undefined : { input }
}
