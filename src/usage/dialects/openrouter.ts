import { amended, withDetails, withStatedCost } from '../amend.ts'
import type { UsageDialect } from '../dialect.ts'
import { count } from '../count.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { measure, units } from '../measure.ts'
import { nanoUsd } from '../money.ts'
import { extendReading } from '../fold.ts'
import { sumUsage } from '../sum.ts'
import { nothingRead, type Usage } from '../usage.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiResponses } from './openai-responses.ts'
import { openaiTranscription } from './openai-transcription.ts'

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
export const openrouterTranscription = priced(openaiTranscription)

/** Images, counted in the words of a chat. A stream has an event for each. */
export const openrouterImages: UsageDialect = {
  sums: true,
  marks: ['image_generation.completed', '"error"'],
  body(json) {
    const images = listAt(json, 'data').length
    const { usage = images > 0 ? units(images, 'image') : undefined, failed } = openrouterChat.body(json)
    return extendReading(nothingRead, { usage, final: usage !== undefined, failed })
  },
  event(json, soFar) {
    const isImage = valueAt(json, 'type') === 'image_generation.completed'
    const usage = isImage ? openrouterChat.body(json).usage : undefined
    return extendReading(soFar, {
      usage: usage && sumUsage(soFar.usage, usage),
      final: usage !== undefined,
      failed: statesError(json),
    })
  },
  summands: ({ n }) => count(n ?? 1),
  tail: {
    body: [{ member: 'usage', opening: '{' }],
    event: [{ member: 'usage', opening: '{"type":"image_generation.completed",' }],
  },
}

/** Documents put in order: searches, and what they cost. */
export const openrouterRerank = statedOnly((usage) =>
  units(measure(valueAt(usage, 'search_units')), 'search'),
)

/** A video, once it is there: only what it cost. */
export const openrouterVideo = statedOnly(() => ({}))

/** What states its cost, and no tokens that anybody is charged for. */
function statedOnly(unitsOf: (usage: unknown) => Usage): UsageDialect {
  return {
    marks: ['"usage"'],
    body(json) {
      const stated = valueAt(json, 'usage')
      const usage = withStatedCost(unitsOf(stated), costIn(stated))
      const isStated = Object.keys(usage).length > 0
      return extendReading(nothingRead, {
        usage: isStated ? usage : undefined,
        final: isStated,
        failed: statesError(json),
      })
    },
    event: (_json, soFar) => soFar,
  }
}
