import { amended, withDetails, withStatedCost } from '../amend.ts'
import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { measure, units } from '../measure.ts'
import { nanoUsdOfTicks } from '../money.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'

/** 1 USD is 10^10 ticks, after discounts and tools: https://docs.x.ai/docs/key-information/cost-tracking */
function costIn(usage: unknown): number | undefined {
  return nanoUsdOfTicks(valueAt(usage, 'cost_in_usd_ticks'), 10n)
}

/** xAI's chat: reasoning comes on top of `completion_tokens`, unless the total says otherwise. */
export const xaiChat = amended(openaiChat, (usage, json) => {
  const stated = valueAt(json, 'usage')
  const priced = withStatedCost(usage, costIn(stated))
  const sources = count(valueAt(stated, 'num_sources_used'))
  return withDetails({ ...priced, ...inputOf(stated), ...outputOf(stated) }, { num_sources_used: sources })
})

function inputOf(stated: unknown): Usage {
  const prompt = count(valueAt(stated, 'prompt_tokens'))
  const cached = count(valueAt(stated, 'prompt_tokens_details.cached_tokens')) ?? 0
  const input = prompt === undefined || cached <= prompt ? prompt : count(prompt + cached)
  return input === undefined ? {} : { input }
}

function outputOf(stated: unknown): Usage {
  const prompt = count(valueAt(stated, 'prompt_tokens')) ?? 0
  const completion = count(valueAt(stated, 'completion_tokens'))
  const reasoning = count(valueAt(stated, 'completion_tokens_details.reasoning_tokens'))
  if (completion === undefined || reasoning === undefined) return {}
  const inside = count(valueAt(stated, 'total_tokens')) === prompt + completion
  const output = inside ? completion : count(completion + reasoning)
  return output === undefined ? {} : { output }
}

export const xaiResponses = amended(openaiResponses, (usage, json) =>
  withStatedCost(usage, costIn(valueAt(json, 'response.usage') ?? valueAt(json, 'usage'))),
)

/** Images: so many, and what they cost. */
export const xaiImages: UsageDialect = {
  marks: ['"usage"', '"data"'],
  body: (json) => readImages(json, nothingRead),
  event: readImages,
  tail: { body: [{ member: 'usage', opening: '{' }], event: [] },
}

function readImages(json: unknown, soFar: Reading): Reading {
  const images = listAt(json, 'data').length
  const usage = withStatedCost(images > 0 ? units(images, 'image') : {}, costIn(valueAt(json, 'usage')))
  const stated = Object.keys(usage).length > 0
  return extendReading(soFar, {
    usage: stated ? usage : undefined,
    model: label(valueAt(json, 'model')),
    final: stated,
    failed: statesError(json),
  })
}

/** A video, once it is there: what it cost, and how long it is. */
export const xaiVideo: UsageDialect = {
  marks: ['"usage"', '"video"'],
  body(json) {
    const length = units(measure(valueAt(json, 'video.duration')), 'second')
    const usage = withStatedCost(length, costIn(valueAt(json, 'usage')))
    const stated = Object.keys(usage).length > 0
    return extendReading(nothingRead, {
      usage: stated ? usage : undefined,
      model: label(valueAt(json, 'model')),
      final: stated,
      failed: statesError(json),
    })
  },
  event: (_json, soFar) => soFar,
}
