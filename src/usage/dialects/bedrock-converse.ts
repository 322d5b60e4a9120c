import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'
import { withCachedInput } from './cached-input.ts'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html: the cache is beside the input. */
const fields: UsageFields = {
  counts: {
    input: ['usage.inputTokens'],
    cacheRead: ['usage.cacheReadInputTokens'],
    cacheWrite: ['usage.cacheWriteInputTokens'],
    output: ['usage.outputTokens'],
  },
  details: {},
  labels: { service_tier: ['serviceTier.type'], latency: ['performanceConfig.latency'] },
}

/** Converse and its stream, whose last event is `metadata`. */
export const bedrockConverse: UsageDialect = {
  marks: ['"usage"'],
  body: (json) => read(json, nothingRead),
  event: read,
  tail: { body: [{ member: 'usage', opening: '{' }], event: [] },
}

function read(json: unknown, soFar: Reading): Reading {
  const usage = converseUsage(json)
  return extendReading(soFar, {
    usage,
    model: label(valueAt(json, 'trace.promptRouter.invokedModelId')),
    final: usage !== undefined,
    failed: statesError(json),
  })
}

/** What a `usage` in Converse's spelling states, also in the answers of models that were made for it. */
export function converseUsage(json: unknown): Usage | undefined {
  const stated = usageFrom(json, fields)
  if (stated === undefined) return undefined
  const usage = withCachedInput(stated)
  const hour = listAt(json, 'usage.cacheDetails')
    .filter((entry) => valueAt(entry, 'ttl') === '1h')
    .reduce<number>((sum, entry) => sum + (count(valueAt(entry, 'inputTokens')) ?? 0), 0)
  return hour === 0 ? usage : { ...usage, details: { ...usage.details, cache_write_1h_tokens: hour } }
}
