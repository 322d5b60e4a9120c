import Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import type { Row } from '../../src/ledger/row.ts'
import type { Handler } from '../support/gateway.ts'
import { chunk, done, end, first, piece, sse } from '../translate/messages/answer/streams.ts'
import { pricedBy, wholeRow } from './keys-and-rows.ts'
import type { Guest } from './stage.ts'

/** A model whose provider speaks chats, and tells the counts of a stream only where it is asked for them. */
export const model = 'gpt-4.1'

/** A short request of the Messages API. */
export const ask = { model, max_tokens: 1_000, messages: [{ role: 'user' as const, content: 'Weather?' }] }

const usage = {
  prompt_tokens: 1_200,
  completion_tokens: 300,
  total_tokens: 1_500,
  prompt_tokens_details: { cached_tokens: 1_024 },
}

/** What a client of Anthropic's is told of these counts. */
export const told = {
  input_tokens: 176,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: 1_024,
  output_tokens: 300,
}

/** Calls with whole arguments. */
export function callsOf(...calls: readonly (readonly [id: string, city: string])[]) {
  return calls.map(([id, city]) => ({
    id,
    type: 'function' as const,
    function: { name: 'weather', arguments: JSON.stringify({ city }) },
  }))
}

/** Answers with a whole completion. */
export function completes(
  message: Partial<OpenAI.ChatCompletionMessage>,
  finish_reason = 'stop',
  served = model,
): Handler {
  const choices = [{ index: 0, message: { role: 'assistant', refusal: null, ...message }, finish_reason }]
  const id = 'c1'
  return (reply) =>
    reply.answer(200, { id, object: 'chat.completion', created: 1, model: served, choices, usage })
}

/** A whole stream of chunks around what is given, its counts at its end. */
export function streamOf(chunks: readonly object[], finish_reason = 'stop'): string {
  const last = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'model-1', choices: [], usage }
  return sse(first, ...chunks, end(finish_reason), last, done).replaceAll('model-1', model)
}

/** Answers with such a stream, in two pieces. */
export function streamsChat(chunks: readonly object[], finish_reason?: string): Handler {
  const whole = streamOf(chunks, finish_reason)
  return (reply) => reply.stream([whole.slice(0, 300), whole.slice(300)])
}

/** Pieces of text. */
export function words(...texts: readonly string[]): object[] {
  return texts.map((content) => chunk({ content }))
}

/** Two calls whose arguments come in turns. */
export const interleaved = [
  piece(0, '', { id: 'call_1', name: 'weather' }),
  piece(1, '', { id: 'call_2', name: 'weather' }),
  piece(0, '{"city":'),
  piece(1, '{"city":"Ro'),
  piece(0, '"Oslo"}'),
  piece(1, 'me"}'),
]

/** The SDK as its documentation says, without tries of its own. */
export function anthropicOf({ token }: Pick<Guest, 'token'>, url: string): Anthropic {
  return new Anthropic({ apiKey: token, baseURL: url, maxRetries: 0 })
}

/** The row of a message that was answered with these counts, whole or streamed. */
export function chatRow(keyId: string, more: Partial<Record<keyof Row, unknown>> = {}) {
  return wholeRow({
    key_id: keyId,
    door: 'anthropic',
    endpoint: 'messages',
    provider: 'openai',
    model,
    served_model: model,
    usage_source: 'reported',
    input_tokens: 1_200,
    cache_read_tokens: 1_024,
    output_tokens: 300,
    // 176 × 2, 1,024 × 0.5 and 300 × 8 µUSD
    ...pricedBy(`openai/${model}`, 3_264_000),
    ...more,
  })
}
