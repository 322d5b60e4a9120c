import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading } from '../usage.ts'

/**
 * https://platform.openai.com/docs/api-reference/chat/object and its many relatives. `x_groq.usage` has the totals of
 * a Groq stream; without a stream it holds cache statistics, in which these names do not occur.
 */
const fields: UsageFields = {
  counts: {
    input: ['usage.prompt_tokens', 'x_groq.usage.prompt_tokens'],
    cacheRead: [
      'usage.prompt_tokens_details.cached_tokens',
      'usage.prompt_cache_hit_tokens',
      'x_groq.usage.prompt_tokens_details.cached_tokens',
    ],
    cacheWrite: ['usage.prompt_tokens_details.cache_write_tokens'],
    output: ['usage.completion_tokens', 'x_groq.usage.completion_tokens'],
    reasoning: [
      'usage.completion_tokens_details.reasoning_tokens',
      'x_groq.usage.completion_tokens_details.reasoning_tokens',
    ],
  },
  details: {
    input_audio_tokens: ['usage.prompt_tokens_details.audio_tokens'],
    input_image_tokens: ['usage.prompt_tokens_details.image_tokens'],
    output_audio_tokens: ['usage.completion_tokens_details.audio_tokens'],
    output_image_tokens: ['usage.completion_tokens_details.image_tokens'],
    accepted_prediction_tokens: ['usage.completion_tokens_details.accepted_prediction_tokens'],
    rejected_prediction_tokens: ['usage.completion_tokens_details.rejected_prediction_tokens'],
  },
  labels: { service_tier: ['service_tier'] },
}

/** Chat completions and completions, of OpenAI and of everyone who speaks like it. */
export const openaiChat: UsageDialect = {
  // With the brace, because once usage is asked for, each chunk says `"usage":null`.
  marks: ['"usage":{', '"usage": {', '"x_groq"'],
  body: (json) => read(json, nothingRead),
  event: read,
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [
      { member: 'model', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
  },
}

function read(json: unknown, soFar: Reading): Reading {
  const usage = usageFrom(json, fields)
  return extendReading(soFar, {
    usage,
    model: label(valueAt(json, 'model')),
    final: usage !== undefined && !stillTalking(json),
    failed: statesError(json),
  })
}

/** Some vendors put running figures on every chunk. A chunk that brings more of the answer is not the last. */
function stillTalking(json: unknown): boolean {
  return listAt(json, 'choices').some(
    (choice) =>
      label(valueAt(choice, 'finish_reason')) === undefined &&
      ['delta.content', 'delta.reasoning_content', 'delta.reasoning', 'text'].some((path) =>
        Boolean(valueAt(choice, path)),
      ),
  )
}
