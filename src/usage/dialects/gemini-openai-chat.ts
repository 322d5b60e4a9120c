import { amended } from '../amend.ts'
import { count } from '../count.ts'
import { valueAt } from '../json.ts'
import { openaiChat } from './openai-chat.ts'

/**
 * Google's OpenAI look-alike: thoughts can be missing from `completion_tokens` though `total_tokens` has them, and then
 * the difference is the thoughts. https://ai.google.dev/gemini-api/docs/openai
 */
export const geminiOpenaiChat = amended(openaiChat, (usage, json) => {
  const [prompt, completion, total] = ['prompt_tokens', 'completion_tokens', 'total_tokens'].map((name) =>
    count(valueAt(json, `usage.${name}`)),
  )
  if (prompt === undefined || total === undefined) return usage
  const missing = total - prompt - (completion ?? 0)
  if (missing <= 0) return usage
  return { ...usage, output: total - prompt, reasoning: Math.max(missing, usage.reasoning ?? 0) }
})
