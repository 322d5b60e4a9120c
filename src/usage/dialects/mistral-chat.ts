import { amended, withDetails } from '../amend.ts'
import { count } from '../count.ts'
import { extendReading } from '../fold.ts'
import { valueAt } from '../json.ts'
import { measure } from '../measure.ts'
import type { UsageDialect } from '../dialect.ts'
import { openaiChat } from './openai-chat.ts'

/** The sums of cached tokens go by three names. https://docs.mistral.ai/api */
const cachedNames = [
  'usage.num_cached_tokens',
  'usage.prompt_tokens_details.cached_tokens',
  'usage.prompt_token_details.cached_tokens',
]

/** What a conversation did beside talking, by its name in `details`. */
const connectors = {
  web_search_requests: 'usage.connectors.web_search',
  web_search_premium_requests: 'usage.connectors.web_search_premium',
  code_interpreter_requests: 'usage.connectors.code_interpreter',
  image_generation_requests: 'usage.connectors.image_generation',
}

const chat = amended(
  openaiChat,
  (usage, json) => {
    const cached = cachedNames.map((name) => count(valueAt(json, name))).find((found) => found !== undefined)
    const used = Object.entries(connectors).map(([name, path]) => [name, count(valueAt(json, path))])
    const withCache = cached === undefined ? usage : { ...usage, cacheRead: cached }
    return withDetails(withCache, {
      prompt_audio_seconds: measure(valueAt(json, 'usage.prompt_audio_seconds')),
      connector_tokens: count(valueAt(json, 'usage.connector_tokens')),
      ...Object.fromEntries(used),
    })
  },
  { marks: [...openaiChat.marks, 'response.error'] },
)

/** Mistral's chat, FIM, agents and conversations, and its transcriptions: one usage object for all. */
export const mistralChat: UsageDialect = {
  ...chat,
  event: (json, soFar) =>
    extendReading(chat.event(json, soFar), {
      failed: valueAt(json, 'type') === 'conversation.response.error',
    }),
}
