import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import type { MessageLosses } from './losses.ts'
import type { ChatTraits, Effort } from './model-traits.ts'

/** How much the model is told to think, and whether the client wants to see it. */
export interface Thinking {
  /** Null where it is left to the model. */
  effort: Effort | null
  shows: boolean
}

/** Every level of both languages, from the least to the most. */
const levels = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const
type Level = (typeof levels)[number]
/** `between_tools` is how some models are kept from thinking. */
const types: ReadonlySet<unknown> = new Set(['enabled', 'adaptive', 'between_tools', 'disabled'])
const said: ReadonlySet<unknown> = new Set<Level>(['low', 'medium', 'high', 'xhigh', 'max'])

/**
 * `thinking` and `output_config.effort` as `reasoning_effort`: the nearest level that the model has. Some must be told
 * not to think beside functions, whatever was asked.
 */
export function translateThinking(
  body: JsonObject,
  { efforts, effortWithTools }: ChatTraits,
  hasTools: boolean,
  losses: MessageLosses,
): Result<Thinking> {
  const given = body['thinking'] ?? {}
  if (!isObject(given)) return malformed('thinking', 'be an object with a `type`')
  const { type = null, display } = given
  if (type !== null && !types.has(type))
    return malformed('thinking.type', `be one of ${[...types].join(', ')}`)
  const config = isObject(body['output_config']) ? body['output_config'] : {}
  const asked = config['effort'] ?? null
  if (asked !== null && !said.has(asked))
    return malformed('output_config.effort', 'be low, medium, high, xhigh or max')
  const asks = type === 'enabled' || type === 'adaptive'
  const wanted = type === 'disabled' || type === 'between_tools' ? 'none' : (asked as Level | null)
  const level = wanted ?? (type === 'enabled' ? levelOf(given['budget_tokens'], body['max_tokens']) : null)
  const forced = hasTools ? effortWithTools : null
  if (efforts.length === 0 || forced !== null) {
    if (asked !== null) losses.drop('output_config.effort')
    if (asks) losses.drop('thinking')
  }
  const effort = forced ?? (level === null ? null : nearest(level, efforts))
  return accept({ effort, shows: asks && display !== 'omitted' })
}

/** The level of a budget by its share of the answer's tokens. */
function levelOf(budget: unknown, maxTokens: unknown): Level {
  if (typeof budget !== 'number' || typeof maxTokens !== 'number') return 'medium'
  const share = budget / maxTokens
  return share < 0.2 ? 'low' : share < 0.45 ? 'medium' : 'high'
}

/** The highest level that is not above the one asked for, else the lowest there is; null where there are none. */
function nearest(level: Level, efforts: readonly Effort[]): Effort | null {
  const most = levels.indexOf(level)
  return efforts.findLast((effort) => levels.indexOf(effort) <= most) ?? efforts[0] ?? null
}
