import { count } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'
import { openaiChat } from './openai-chat.ts'

const fields: UsageFields = {
  counts: { input: ['details.input_length'], output: ['details.generated_tokens'] },
  details: {},
  labels: {},
}

const headerCounts = { input: 'x-prompt-tokens', output: 'x-generated-tokens' } as const

/** Text Generation Inference: counts only in `details`, if asked for, and in headers. https://huggingface.co/docs/text-generation-inference */
export const textGeneration: UsageDialect = {
  marks: ['"generated_text"', ...openaiChat.marks],
  headers(headers) {
    const usage: Usage = {}
    for (const [name, header] of Object.entries(headerCounts) as [keyof typeof headerCounts, string][]) {
      const text = headers.get(header)
      const stated = text === null || text === '' ? undefined : count(Number(text))
      if (stated !== undefined) usage[name] = stated
    }
    return usage
  },
  body: (json) => (speaksChat(json) ? openaiChat.body(json) : read(json, nothingRead)),
  event: (json, soFar) => (speaksChat(json) ? openaiChat.event(json, soFar) : read(json, soFar)),
  tail: { body: [{ member: 'details', opening: '{' }], event: [] },
}

/** The same servers speak OpenAI's chat too. */
function speaksChat(json: unknown): boolean {
  return valueAt(json, 'choices') !== undefined
}

function read(json: unknown, soFar: Reading): Reading {
  const usage = usageFrom(json, fields)
  return extendReading(soFar, { usage, final: usage !== undefined, failed: statesError(json) })
}
