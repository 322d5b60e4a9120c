import { measure } from '../measure.ts'
import { count } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { valueAt } from '../json.ts'
import { nothingInBody } from './from-request.ts'

/** What a video has where nobody says: https://ai.google.dev/gemini-api/docs/video#veo-model-parameters */
const usualSeconds = 8

/** Veo: the operation never says how long its videos are, but each is as long as it was asked for. */
export const geminiVideo: UsageDialect = {
  ...nothingInBody,
  request(body) {
    const asked = valueAt(body, 'parameters.durationSeconds')
    const seconds = asked === undefined || asked === null ? usualSeconds : measure(asked)
    const videos = valueAt(body, 'parameters.sampleCount')
    const copies = videos === undefined || videos === null ? 1 : count(videos)
    return seconds === undefined || copies === undefined ? {} : { units: seconds * copies, unit: 'second' }
  },
}
