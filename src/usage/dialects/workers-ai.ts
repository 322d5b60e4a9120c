import { amended, withStatedCost } from '../amend.ts'
import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { measure, units } from '../measure.ts'
import { nanoUsdOf } from '../money.ts'
import { nothingRead, type Reading } from '../usage.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiEmbeddings } from './openai-embeddings.ts'
import { openaiResponses } from './openai-responses.ts'

/** 1,000 neurons cost 0.011 USD: https://developers.cloudflare.com/workers-ai/platform/pricing/ */
const nanoPerNeuron = 11_000n

/** The model's own shape, alone in a stream, inside `result` else. */
const fields: UsageFields = {
  counts: {
    input: ['result.usage.prompt_tokens', 'usage.prompt_tokens'],
    cacheRead: [
      'result.usage.prompt_tokens_details.cached_tokens',
      'usage.prompt_tokens_details.cached_tokens',
    ],
    output: ['result.usage.completion_tokens', 'usage.completion_tokens'],
  },
  details: {},
  labels: {},
}

const run: UsageDialect = {
  marks: ['"usage":{', '"usage": {'],
  body: (json) => readRun(json, nothingRead),
  event: (json, soFar) =>
    valueAt(json, 'choices') === undefined ? readRun(json, soFar) : openaiChat.event(json, soFar),
  tail: {
    body: [
      { member: 'usage', opening: '{"result":{' },
      { member: 'usage', opening: '{' },
    ],
    event: [{ member: 'usage', opening: '{' }],
  },
}

function readRun(json: unknown, soFar: Reading): Reading {
  const tokens = usageFrom(json, fields)
  const seconds = measure(valueAt(json, 'result.transcription_info.duration'))
  const usage = tokens ?? (seconds === undefined ? undefined : units(seconds, 'second'))
  const talking = label(valueAt(json, 'response')) !== undefined
  return extendReading(soFar, {
    usage,
    final: usage !== undefined && !talking,
    failed: statesError(json) || valueAt(json, 'success') === false,
  })
}

/** The exact cost stands in a header, and sometimes in the usage. */
function priced(dialect: UsageDialect): UsageDialect {
  return amended(
    dialect,
    (usage, json) => {
      const places = ['result.usage.neurons', 'response.usage.neurons', 'usage.neurons']
      const neurons = places
        .map((place) => measure(valueAt(json, place)))
        .find((found) => found !== undefined)
      return withStatedCost(usage, nanoUsdOf(String(neurons), nanoPerNeuron))
    },
    {
      headers: (headers) => withStatedCost({}, nanoUsdOf(headers.get('cf-ai-neurons') ?? '', nanoPerNeuron)),
    },
  )
}

/** The dialects of Workers AI: its own, and OpenAI's. */
export const workersAiRun = priced(run)
export const workersAiChat = priced(openaiChat)
export const workersAiResponses = priced(openaiResponses)
export const workersAiEmbeddings = priced(openaiEmbeddings)
