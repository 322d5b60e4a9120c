import { amended, withDetails } from '../amend.ts'
import { count, label } from '../count.ts'
import { listAt, valueAt } from '../json.ts'
import type { Usage } from '../usage.ts'
import { openaiChat } from './openai-chat.ts'

const mostModels = 8

/** Groq: what each model of a compound system consumed, https://console.groq.com/docs/compound */
export const groqChat = amended(openaiChat, (usage, json) => {
  const listed = [listAt(json, 'x_groq.usage_breakdown.models'), listAt(json, 'usage_breakdown.models')]
  return listed.flat().slice(0, mostModels).reduce<Usage>(withModel, usage)
})

function withModel(usage: Usage, entry: unknown): Usage {
  const model = label(valueAt(entry, 'model'))
  if (model === undefined) return usage
  return withDetails(usage, {
    [`input_tokens:${model}`]: count(valueAt(entry, 'usage.prompt_tokens')),
    [`output_tokens:${model}`]: count(valueAt(entry, 'usage.completion_tokens')),
  })
}
