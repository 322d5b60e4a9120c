import { amended, withDetails } from '../amend.ts'
import { batchOutput } from '../batch-sum.ts'
import { valueAt } from '../json.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'

/** A batch that is over: the sum of what its requests consumed. https://platform.openai.com/docs/guides/batch */
export const openaiBatch = amended(openaiResponses, (usage) => withDetails(usage, { service_tier: 'batch' }))

/**
 * The file of a batch's results, whose requests are all to one endpoint: chats and embeddings, or responses. Requests
 * that failed stand in another file. https://platform.openai.com/docs/guides/batch#5-retrieve-the-results
 */
export const openaiBatchOutput = batchOutput((result) => {
  const body = valueAt(result, 'response.body')
  const chat = openaiChat.body(body)
  return chat.usage === undefined ? openaiResponses.body(body) : chat
})
