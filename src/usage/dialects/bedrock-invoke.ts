import { withDetails } from '../amend.ts'
import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { listAt, parseJson, valueAt } from '../json.ts'
import type { Usage } from '../usage.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { converseUsage } from './bedrock-converse.ts'
import { withCachedInput } from './cached-input.ts'
import { openaiChat } from './openai-chat.ts'

const headerCounts = {
  input: 'input-token-count',
  cacheRead: 'cache-read-input-token-count',
  cacheWrite: 'cache-write-input-token-count',
  output: 'output-token-count',
} as const

/** The last chunk of a stream has Bedrock's own count, whoever's model it was. */
const metrics = 'amazon-bedrock-invocationMetrics'
const metricFields: UsageFields = {
  counts: {
    input: [`${metrics}.inputTokenCount`],
    cacheRead: [`${metrics}.cacheReadInputTokenCount`],
    cacheWrite: [`${metrics}.cacheWriteInputTokenCount`],
    output: [`${metrics}.outputTokenCount`],
  },
  details: {},
  labels: {},
}

/** Llama and Titan: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
const otherFields: UsageFields = {
  counts: {
    input: ['prompt_token_count', 'inputTextTokenCount'],
    output: ['generation_token_count', 'totalOutputTextTokenCount'],
  },
  details: {},
  labels: {},
}

/** InvokeModel: bodies are the vendor's own, so Bedrock counts in headers, and in a stream's last chunk. */
export const bedrockInvoke: UsageDialect = {
  marks: ['"bytes"'],
  // A body that counts its input knows its cache, too; headers may leave that out.
  headers: (headers, told) =>
    withDetails(told?.input === undefined ? headersUsage(headers) : {}, tierIn(headers)),
  body(json) {
    const own = anthropicMessages.body(json)
    if (own.usage !== undefined) return own
    const titan = listAt(json, 'results').map((result) => count(valueAt(result, 'tokenCount')) ?? 0)
    const output = count(titan.reduce((sum, tokens) => sum + tokens, 0)) ?? 0
    const usage = converseUsage(json) ?? usageFrom(json, otherFields)
    if (usage === undefined) return openaiChat.body(json)
    const whole = output > 0 ? { ...usage, output } : usage
    return extendReading(openaiChat.body(json), { usage: whole, final: true })
  },
  event(json, soFar) {
    const chunk = vendorChunk(valueAt(json, 'bytes'))
    const own = anthropicMessages.event(chunk, soFar)
    const counted = usageFrom(chunk, metricFields)
    if (counted === undefined) return own
    const { cacheRead, cacheWrite } = { ...own.usage, ...counted }
    const cache = {
      ...(cacheRead !== undefined && { cacheRead }),
      ...(cacheWrite !== undefined && { cacheWrite }),
    }
    return extendReading(own, { usage: withCachedInput({ ...counted, ...cache }), final: true })
  },
  tail: { body: [{ member: 'usage', opening: '{' }], event: [] },
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html */
function tierIn(headers: Headers): Record<string, string | undefined> {
  const read = (name: string) => label(headers.get(`x-amzn-bedrock-${name}`))
  return { service_tier: read('service-tier'), latency: read('performanceconfig-latency') }
}

function headersUsage(headers: Headers): Usage {
  const usage: Usage = {}
  for (const [name, header] of Object.entries(headerCounts) as [keyof typeof headerCounts, string][]) {
    const text = headers.get(`x-amzn-bedrock-${header}`)
    const stated = text === null || text === '' ? undefined : count(Number(text))
    if (stated !== undefined) usage[name] = stated
  }
  return withCachedInput(usage)
}

/** The vendor's event inside one of Bedrock's: base64 of UTF-8. */
function vendorChunk(base64: unknown): unknown {
  if (typeof base64 !== 'string') return undefined
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return parseJson(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
