import { withDetails } from '../amend.ts'
import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'

/** https://platform.openai.com/docs/api-reference/responses/object; `tool_usage` is a meter of its own. */
const fields: UsageFields = {
  counts: {
    input: ['usage.input_tokens'],
    cacheRead: ['usage.input_tokens_details.cached_tokens'],
    cacheWrite: ['usage.input_tokens_details.cache_write_tokens'],
    output: ['usage.output_tokens'],
    reasoning: ['usage.output_tokens_details.reasoning_tokens'],
  },
  details: {
    cache_write_30m_tokens: ['usage.input_tokens_details.cache_write_tokens_details.ttl_30m_tokens'],
    cache_write_12h_tokens: ['usage.input_tokens_details.cache_write_tokens_details.ttl_12h_tokens'],
    input_audio_tokens: ['usage.input_tokens_details.audio_tokens'],
    input_image_tokens: ['usage.input_tokens_details.image_tokens'],
    output_audio_tokens: ['usage.output_tokens_details.audio_tokens'],
    output_image_tokens: ['usage.output_tokens_details.image_tokens'],
    web_search_requests: ['tool_usage.web_search.num_requests'],
    image_gen_input_tokens: ['tool_usage.image_gen.input_tokens'],
    image_gen_input_image_tokens: ['tool_usage.image_gen.input_tokens_details.image_tokens'],
    image_gen_cache_read_tokens: ['tool_usage.image_gen.cached_tokens'],
    image_gen_output_tokens: ['tool_usage.image_gen.output_tokens'],
    image_gen_output_image_tokens: ['tool_usage.image_gen.output_tokens_details.image_tokens'],
  },
  labels: { service_tier: ['service_tier'] },
}

/** Only these end a response. The earlier events carry the same object, its usage null. */
const terminalTypes: ReadonlySet<unknown> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.done',
])

const terminalOpening = '{"type":"response.completed","response":{'

/** The Responses API: a response object as the answer, or inside a stream's events. */
export const openaiResponses: UsageDialect = {
  marks: ['"usage":{', '"usage": {', 'response.failed'],
  body: (json) => read(json, nothingRead, true),
  event: (json, soFar) => {
    const type = valueAt(json, 'type')
    const reading = read(valueAt(json, 'response'), soFar, terminalTypes.has(type))
    return extendReading(reading, { failed: statesError(json) })
  },
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [
      { member: 'status', opening: terminalOpening },
      { member: 'model', opening: terminalOpening },
      { member: 'usage', opening: terminalOpening },
    ],
  },
}

function read(response: unknown, soFar: Reading, terminal: boolean): Reading {
  const counted = terminal ? usageFrom(response, fields) : undefined
  const usage = counted && withDetails(counted, callsIn(response, counted))
  return extendReading(soFar, {
    usage,
    model: label(valueAt(response, 'model')),
    final: usage !== undefined,
    failed: statesError(response) || valueAt(response, 'status') === 'failed',
  })
}

/** Hosted tools with a fee for each call, where only the output tells of them: https://platform.openai.com/docs/pricing */
function callsIn(response: unknown, { details }: Usage): Record<string, number> {
  const calls = (type: string): number =>
    listAt(response, 'output').filter(
      (item) => valueAt(item, 'type') === type && (valueAt(item, 'action.type') ?? 'search') === 'search',
    ).length
  return {
    file_search_requests: calls('file_search_call'),
    code_interpreter_requests: calls('code_interpreter_call'),
    ...(details?.['web_search_requests'] === undefined && { web_search_requests: calls('web_search_call') }),
  }
}
