import { accept, type Result } from '../../../refusal/refusal.ts'
import type { JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import type { MessageLosses } from './losses.ts'
import type { ChatTraits } from './model-traits.ts'

/** The fields of a chat that say how tokens are drawn, and where an answer ends. */
export interface Sampling {
  temperature?: number
  top_p?: number
  stop?: readonly string[]
}

/** https://platform.openai.com/docs/api-reference/chat/create#chat-create-stop */
const mostStops = 4

/** `temperature`, `top_p` and `stop_sequences`; both languages' default of the first two is 1. */
export function translateSampling(
  body: JsonObject,
  { sampling: takesAny }: ChatTraits,
  losses: MessageLosses,
): Result<Sampling> {
  const sampling: Sampling = {}
  for (const field of ['temperature', 'top_p'] as const) {
    const value = body[field] ?? null
    if (value === null) continue
    if (typeof value !== 'number' || !(value >= 0 && value <= 1))
      return malformed(field, 'be a number from 0 to 1')
    if (takesAny) sampling[field] = value
    else if (value !== 1) losses.drop(field)
  }
  const stops: unknown = body['stop_sequences'] ?? []
  if (!Array.isArray(stops) || !stops.every((text) => typeof text === 'string'))
    return malformed('stop_sequences', 'be a list of texts')
  const said = takesAny ? stops.slice(0, mostStops) : []
  if (said.length < stops.length) losses.drop('stop_sequences')
  return accept({ ...sampling, ...(said.length > 0 && { stop: said }) })
}
