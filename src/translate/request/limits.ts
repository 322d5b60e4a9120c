import { accept, type Result } from '../../refusal/refusal.ts'
import type { JsonObject } from './json-object.ts'
import { type Losses, malformed } from './losses.ts'

/** The most tokens that the answer may have, thinking among them; the API does not go without. */
export function translateMaxTokens(body: JsonObject, standard: () => number, losses: Losses): Result<number> {
  const names = ['max_completion_tokens', 'max_tokens'] as const
  for (const name of names) {
    const value = body[name] ?? 1
    if (!Number.isSafeInteger(value) || Number(value) < 1) return malformed(name, 'be a whole number above 0')
  }
  const [completion, older] = names.map((name) => body[name] ?? null)
  if (completion !== null && older !== null && completion !== older) losses.drop('max_tokens')
  return accept(Number(completion ?? older ?? standard()))
}

/** Texts that end the answer; the API refuses those of white space only. */
export function translateStop(given: unknown, losses: Losses): Result<string[]> {
  const texts: unknown[] = Array.isArray(given) ? given : [given ?? []].flat()
  if (!texts.every((text) => typeof text === 'string'))
    return malformed('stop', 'be a text or a list of texts')
  const said = texts.filter((text) => text.trim() !== '')
  if (said.length < texts.length) losses.drop('stop')
  return accept(said)
}
