import { amended, withDetails, withStatedCost } from '../amend.ts'
import { count, label } from '../count.ts'
import { valueAt } from '../json.ts'
import { nanoUsd } from '../money.ts'
import type { UsageDialect } from '../dialect.ts'
import type { Usage } from '../usage.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiResponses } from './openai-responses.ts'

/** In USD, fees for requests and searches included: https://docs.perplexity.ai/api-reference/chat-completions-post */
function costIn(usage: unknown): number | undefined {
  const currency = valueAt(usage, 'cost.currency') ?? 'USD'
  return currency === 'USD' ? nanoUsd(valueAt(usage, 'cost.total_cost')) : undefined
}

/** Perplexity's chat: `completion_tokens` has neither the reasoning nor the cited pages in it. */
const chat = amended(openaiChat, (usage, json) => {
  const stated = valueAt(json, 'usage')
  const priced = withStatedCost(usage, costIn(stated))
  return withDetails(
    { ...priced, ...outputOf(stated) },
    {
      citation_tokens: count(valueAt(stated, 'citation_tokens')),
      num_search_queries: count(valueAt(stated, 'num_search_queries')),
      search_context_size: label(valueAt(stated, 'search_context_size')),
    },
  )
})

/** Its `usage` stands before the sources and the text. */
export const perplexityChat: UsageDialect = { ...chat, head: ['usage'] }

/** A chat in the background: the answer to it, once it is there, is a member of the job. */
export const perplexityAsync: UsageDialect = {
  marks: chat.marks,
  body: (json) => chat.body(valueAt(json, 'response')),
  event: (_json, soFar) => soFar,
}

function outputOf(stated: unknown): Usage {
  const completion = count(valueAt(stated, 'completion_tokens'))
  const reasoning = count(valueAt(stated, 'reasoning_tokens'))
  const cited = count(valueAt(stated, 'citation_tokens')) ?? 0
  const output = completion === undefined ? undefined : count(completion + (reasoning ?? 0) + cited)
  return { ...(output !== undefined && { output }), ...(reasoning !== undefined && { reasoning }) }
}

export const perplexityResponses = amended(openaiResponses, (usage, json) => {
  const stated = valueAt(json, 'response.usage') ?? valueAt(json, 'usage')
  const cacheRead = count(valueAt(stated, 'input_tokens_details.cache_read_input_tokens'))
  const cacheWrite = count(valueAt(stated, 'input_tokens_details.cache_creation_input_tokens'))
  const cached = {
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
  }
  return withStatedCost({ ...usage, ...cached }, costIn(stated))
})

export const perplexityEmbeddings = amended(openaiEmbeddings, (usage, json) =>
  withStatedCost(usage, costIn(valueAt(json, 'usage'))),
)
