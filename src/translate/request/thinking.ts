import { accept, type Result } from '../../refusal/refusal.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { type Losses, malformed } from './losses.ts'
import type { ModelTraits } from './model-traits.ts'
import type { Turn } from './turns.ts'

/** How much a model thinks, in the API's words. Null members are left to the model. */
export interface Thinking {
  thinking: JsonObject | null
  effort: string | null
}

/** What decides how a model may think, beside what was asked. */
export interface Circumstances {
  traits: ModelTraits
  maxTokens: number
  messages: readonly Turn[]
  /** `tool_choice` makes the model call a tool. */
  isForced: boolean
}

/** The share of `max_tokens` that a budget is, by effort; thinking is part of the answer's tokens in both languages. */
const shares: Readonly<Record<string, number>> = {
  minimal: 0.1,
  low: 0.1,
  medium: 0.3,
  high: 0.6,
  xhigh: 0.8,
  max: 0.8,
}
const efforts = ['none', ...Object.keys(shares)]
const leastBudget = 1_024

/**
 * `reasoning_effort`, and Anthropic's own `thinking` where a client sends it. Models with a budget refuse to think
 * while a tool is forced, and in a turn of tool calls that did not begin with thinking: chat clients that do not give
 * `thinking_blocks` back have their first request of a turn thought about, and the rest of it answered without.
 * Adaptive models take both. https://platform.claude.com/docs/en/build-with-claude/thinking
 */
export function translateThinking(body: JsonObject, at: Circumstances, losses: Losses): Result<Thinking> {
  const effort = body['reasoning_effort'] ?? null
  if (effort !== null && (typeof effort !== 'string' || !efforts.includes(effort))) {
    return malformed('reasoning_effort', `be one of ${efforts.join(', ')}`)
  }
  const given = body['thinking'] ?? null
  if (given !== null && !isObject(given)) return malformed('thinking', 'be an object')
  const asked = effort === null ? null : askedFor(effort, at, losses)
  if (given && effort !== null && at.traits.thinking !== 'adaptive') losses.drop('reasoning_effort')
  const thinking = given ?? asked?.thinking ?? null
  const isImpossible = thinking?.['type'] === 'enabled' && (at.isForced || continuesUnthought(at.messages))
  if (!isImpossible) return accept({ thinking, effort: asked?.effort ?? null })
  losses.drop(given ? 'thinking' : 'reasoning_effort')
  return accept({ thinking: null, effort: asked?.effort ?? null })
}

/** Whether the model was told to think before it answers. */
export function thinks({ thinking }: Thinking): boolean {
  return thinking?.['type'] === 'enabled' || thinking?.['type'] === 'adaptive'
}

function askedFor(effort: string, { traits, maxTokens }: Circumstances, losses: Losses): Thinking | null {
  if (traits.thinking === 'adaptive') return adaptive(effort, traits, losses)
  if (effort === 'none') return null
  if (traits.thinking === 'none' || maxTokens < 2 * leastBudget) {
    losses.drop('reasoning_effort')
    return null
  }
  const budget = Math.max(leastBudget, Math.floor(maxTokens * (shares[effort] ?? 0)))
  return { thinking: { type: 'enabled', budget_tokens: budget }, effort: null }
}

function adaptive(effort: string, { unthinking, xhigh }: ModelTraits, losses: Losses): Thinking {
  if (effort !== 'none') {
    const isTooFine = effort === 'xhigh' && !xhigh
    if (isTooFine) losses.drop('reasoning_effort')
    const said = isTooFine ? 'high' : effort === 'minimal' ? 'low' : effort
    return { thinking: { type: 'adaptive', display: 'summarized' }, effort: said }
  }
  if (unthinking !== 'disabled') losses.drop('reasoning_effort')
  return unthinking === null
    ? { thinking: null, effort: 'low' }
    : { thinking: { type: unthinking }, effort: null }
}

/** Whether the request goes on with an assistant's turn that did not begin with thinking. */
function continuesUnthought(messages: readonly Turn[]): boolean {
  const start = messages.findLastIndex(({ role, content }) => role === 'user' && !hasResults(content)) + 1
  const first = messages.slice(start).find(({ role }) => role === 'assistant')
  return first !== undefined && !String(first.content[0]?.['type']).endsWith('thinking')
}

function hasResults(content: Turn['content']): boolean {
  return content.some(({ type }) => type === 'tool_result')
}
