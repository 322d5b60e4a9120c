import type Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import type { Row } from '../../src/ledger/row.ts'
import type { Handler } from '../support/gateway.ts'
import { call, end, message, sse, start, text } from '../translate/answer/streams.ts'
import { pricedBy, wholeRow } from './keys-and-rows.ts'
import type { Guest } from './stage.ts'

export const model = 'claude-sonnet-4-5'

/** A short chat. */
export const chat = { model, messages: [{ role: 'user' as const, content: 'Weather?' }] }

/** What a client of OpenAI's is told of the counts of `message`. */
export const told = {
  prompt_tokens: 18_312,
  completion_tokens: 420,
  total_tokens: 18_732,
  prompt_tokens_details: { cached_tokens: 18_000, cache_write_tokens: 300 },
  completion_tokens_details: { reasoning_tokens: 250 },
}

type Events = Parameters<typeof sse>[0]

/** Answers with a whole message. */
export function says(
  content: Anthropic.ContentBlock[],
  stop_reason: Anthropic.StopReason = 'end_turn',
): Handler {
  return (reply) => reply.answer(200, message({ model, content, stop_reason }), { 'request-id': 'req_1' })
}

/** The text of a block. */
export function textBlock(text: string): Anthropic.TextBlock {
  return { type: 'text', text, citations: null }
}

/** A whole stream around its blocks. */
export function streamOf(blocks: Events, stop_reason: Anthropic.StopReason = 'end_turn'): string {
  return sse([start(), ...blocks, ...end(stop_reason)]).replaceAll('claude-sonnet-5-5', model)
}

/** Answers with a stream around its blocks, in two pieces. */
export function streams(blocks: Events, stop_reason?: Anthropic.StopReason): Handler {
  const whole = streamOf(blocks, stop_reason)
  return (reply) => reply.stream([whole.slice(0, 200), whole.slice(200)])
}

/** Answers one after the other; the last one again and again. */
export function inTurn(...handlers: readonly Handler[]): Handler {
  let turn = 0
  return (reply, arrival) => handlers[Math.min(turn++, handlers.length - 1)]?.(reply, arrival)
}

/** The SDK as its documentation says, without tries of its own. */
export function openaiOf({ token }: Pick<Guest, 'token'>, url: string): OpenAI {
  return new OpenAI({ apiKey: token, baseURL: `${url}/v1`, maxRetries: 0 })
}

/** The JSON of every body that reached the gateway. */
export function bodiesOf(guest: Guest): Promise<unknown[]> {
  return Promise.all(guest.arrivals().map(async ({ body }) => JSON.parse(String(await body)) as unknown))
}

/** The row of a chat that was answered with the counts of `message`, whole or streamed. */
export function claudeRow(keyId: string, more: Partial<Record<keyof Row, unknown>> = {}) {
  return wholeRow({
    key_id: keyId,
    door: 'openai',
    endpoint: 'chat/completions',
    provider: 'anthropic',
    model,
    served_model: model,
    usage_source: 'reported',
    input_tokens: 18_312,
    cache_read_tokens: 18_000,
    cache_write_tokens: 300,
    output_tokens: 420,
    reasoning_tokens: 250,
    details: JSON.stringify({ cache_write_1h_tokens: 200, service_tier: 'standard' }),
    // 12 × 3, 18,000 × 0.3, 100 × 3.75, 200 × 6 and 420 × 15 µUSD
    ...pricedBy(`anthropic/${model}`, 13_311_000),
    ...more,
  })
}

/** What nobody knows of an answer that was none. */
export const unanswered = {
  served_model: null,
  usage_source: 'none',
  input_tokens: null,
  cache_read_tokens: null,
  cache_write_tokens: null,
  output_tokens: null,
  reasoning_tokens: null,
  details: null,
} as const

/** The beginning of a stream: its message, some of its text, some of a tool's arguments. */
export const begun = {
  message: upTo('message_start', text(0, 'Sun')),
  text: upTo('"Sun"', text(0, 'Sun', '.')),
  tool: upTo('city', call(0, 'toolu_1', 'weather', '{"city":', '"Oslo"}')),
} as const

function upTo(mark: string, blocks: Events): string {
  const whole = streamOf(blocks)
  return whole.slice(0, whole.indexOf('\n\n', whole.indexOf(mark)) + 2)
}
