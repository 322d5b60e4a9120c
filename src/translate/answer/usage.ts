import { count } from '../../usage/count.ts'
import type { Usage } from '../../usage/usage.ts'

/** `usage` of a chat completion. Details that the provider did not state are absent. */
export interface ChatUsage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number }
  completion_tokens_details?: { reasoning_tokens: number }
}

/**
 * The counts in OpenAI's fields: `prompt_tokens` is the whole input, what was read from and written to the cache
 * included. Null unless input, output and their sum are known: the fields are numbers, and a 0 would be a lie.
 */
export function chatUsage(usage: Usage | undefined): ChatUsage | null {
  if (usage?.input === undefined || usage.output === undefined) return null
  const { input, output, cacheRead, cacheWrite, reasoning } = usage
  const total = count(input + output)
  if (total === undefined) return null
  const told: ChatUsage = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: total,
  }
  const cached = {
    ...(cacheRead === undefined ? {} : { cached_tokens: cacheRead }),
    ...(cacheWrite === undefined ? {} : { cache_write_tokens: cacheWrite }),
  }
  if (Object.keys(cached).length > 0) told.prompt_tokens_details = cached
  if (reasoning !== undefined) told.completion_tokens_details = { reasoning_tokens: reasoning }
  return told
}

/** https://platform.claude.com/docs/en/api/service-tiers; what has no counterpart is not told. */
const serviceTiers: ReadonlyMap<unknown, string> = new Map([
  ['standard', 'default'],
  ['priority', 'priority'],
])

/** The member `service_tier` for an answer, or none. */
export function serviceTier(usage: Usage | undefined): { service_tier?: string } {
  const tier = serviceTiers.get(usage?.details?.['service_tier'])
  return tier === undefined ? {} : { service_tier: tier }
}
