import { accept, type Result } from '../../refusal/refusal.ts'
import type { JsonObject } from './json-object.ts'
import { type Losses, malformed } from './losses.ts'

/** The API's own names; a member that is not there is the model's default. */
export interface Sampling {
  temperature?: number
  top_p?: number
  top_k?: number
}

/** Below it, `top_p` is refused while a model thinks. */
const leastWhileThinking = 0.95

/**
 * How tokens are drawn. `temperature` reaches 2 in chat completions and 1 here: more is 1. Models since Claude 4.1
 * refuse it beside `top_p`, and it says more. https://platform.claude.com/docs/en/api/messages
 */
export function translateSampling(
  body: JsonObject,
  { takesAny, isThinking }: { takesAny: boolean; isThinking: boolean },
  losses: Losses,
): Result<Sampling> {
  const temperature = body['temperature'] ?? 1
  const topP = body['top_p'] ?? 1
  const topK = body['top_k'] ?? undefined
  if (!isWithin(temperature, 2)) return malformed('temperature', 'be a number from 0 to 2')
  if (!isWithin(topP, 1)) return malformed('top_p', 'be a number from 0 to 1')
  if (topK !== undefined && !isWithin(topK, Infinity)) return malformed('top_k', 'be a number')
  const sampling: Sampling = {}
  const isFree = takesAny && !isThinking
  if (isFree && temperature < 1) sampling.temperature = temperature
  else if (temperature !== 1) losses.drop('temperature')
  if (topP !== 1) {
    const fits = takesAny && sampling.temperature === undefined && (!isThinking || topP >= leastWhileThinking)
    if (fits) sampling.top_p = topP
    else losses.drop('top_p')
  }
  if (topK !== undefined) {
    if (isFree) sampling.top_k = topK
    else losses.drop('top_k')
  }
  return accept(sampling)
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= most
}
