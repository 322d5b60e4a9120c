import type { Usage } from '../../../usage/usage.ts'

/** `usage` of a message. */
export interface MessageUsage {
  input_tokens: number
  cache_creation_input_tokens: number | null
  cache_read_input_tokens: number | null
  cache_creation: null
  output_tokens: number
  output_tokens_details: { thinking_tokens: number } | null
  server_tool_use: null
  service_tier: 'standard' | 'priority' | null
  inference_geo: null
  speed: null
}

/** The counts that end a stream. */
export type DeltaUsage = Pick<
  MessageUsage,
  | 'cache_creation_input_tokens'
  | 'cache_read_input_tokens'
  | 'output_tokens'
  | 'output_tokens_details'
  | 'server_tool_use'
> & { input_tokens: number | null }

/** https://platform.openai.com/docs/guides/priority-processing */
const serviceTiers: ReadonlyMap<unknown, 'standard' | 'priority'> = new Map([
  ['default', 'standard'],
  ['priority', 'priority'],
])

/**
 * The counts in Anthropic's fields: `input_tokens` is what met no cache. A count that the provider does not state is
 * null where the API has that; `input_tokens` and `output_tokens` are 0, because its clients calculate with them unseen.
 */
export function messageUsage(usage: Usage | undefined): MessageUsage {
  const { input = 0, cacheRead, cacheWrite, output = 0, reasoning } = usage ?? {}
  return {
    input_tokens: Math.max(0, input - (cacheRead ?? 0) - (cacheWrite ?? 0)),
    cache_creation_input_tokens: cacheWrite ?? null,
    cache_read_input_tokens: cacheRead ?? null,
    cache_creation: null,
    output_tokens: output,
    output_tokens_details: reasoning === undefined ? null : { thinking_tokens: reasoning },
    server_tool_use: null,
    service_tier: serviceTiers.get(usage?.details?.['service_tier']) ?? null,
    inference_geo: null,
    speed: null,
  }
}

/** The same for the end of a stream: null leaves standing what its start said. */
export function deltaUsage(usage: Usage | undefined): DeltaUsage {
  const told = messageUsage(usage)
  return {
    input_tokens: usage?.input === undefined ? null : told.input_tokens,
    cache_creation_input_tokens: told.cache_creation_input_tokens,
    cache_read_input_tokens: told.cache_read_input_tokens,
    output_tokens: told.output_tokens,
    output_tokens_details: told.output_tokens_details,
    server_tool_use: null,
  }
}
