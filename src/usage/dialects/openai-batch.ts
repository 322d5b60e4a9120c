import { amended, withDetails } from '../amend.ts'
import { openaiResponses } from './openai-responses.ts'

/** A batch that is over: the sum of what its requests consumed. https://platform.openai.com/docs/guides/batch */
export const openaiBatch = amended(openaiResponses, (usage) => withDetails(usage, { service_tier: 'batch' }))
