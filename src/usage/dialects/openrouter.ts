import { amended, withDetails, withStatedCost } from '../amend.ts'
import type { UsageDialect } from '../dialect.ts'
import { count } from '../count.ts'
import { valueAt } from '../json.ts'
import { nanoUsd } from '../money.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiResponses } from './openai-responses.ts'

/**
 * In USD. With a key of one's own, `cost` is only the fee, and what the model's host charges comes on top of it:
 * https://openrouter.ai/docs/use-cases/usage-accounting
 */
function costIn(usage: unknown): number | undefined {
  const cost = nanoUsd(valueAt(usage, 'cost'))
  if (valueAt(usage, 'is_byok') !== true) return cost
  const upstream = nanoUsd(valueAt(usage, 'cost_details.upstream_inference_cost'))
  return upstream === undefined ? undefined : count(upstream + (cost ?? 0))
}

function priced(dialect: UsageDialect): UsageDialect {
  return amended(dialect, (usage, json) => {
    const stated = valueAt(json, 'response.usage') ?? valueAt(json, 'usage')
    const searches = count(valueAt(stated, 'server_tool_use.web_search_requests'))
    return withDetails(withStatedCost(usage, costIn(stated)), { web_search_requests: searches })
  })
}

/** The dialects that OpenRouter speaks, each with the cost in its usage. */
export const openrouterChat = priced(openaiChat)
export const openrouterResponses = priced(openaiResponses)
export const openrouterMessages = priced(anthropicMessages)
export const openrouterEmbeddings = priced(openaiEmbeddings)
