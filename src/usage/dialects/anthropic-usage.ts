import { count } from '../count.ts'
import { usageFrom, type UsageFields } from '../fields.ts'
import { mergeUsage } from '../fold.ts'
import { listAt, valueAt } from '../json.ts'
import type { Usage } from '../usage.ts'

/** https://platform.claude.com/docs/en/api/messages: here `input` is the part of the input that met no cache. */
const fields: UsageFields = {
  counts: {
    input: ['input_tokens'],
    cacheRead: ['cache_read_input_tokens'],
    cacheWrite: ['cache_creation_input_tokens'],
    output: ['output_tokens'],
    reasoning: ['output_tokens_details.thinking_tokens'],
  },
  details: {
    cache_write_1h_tokens: ['cache_creation.ephemeral_1h_input_tokens'],
    web_search_requests: ['server_tool_use.web_search_requests'],
    web_fetch_requests: ['server_tool_use.web_fetch_requests'],
  },
  labels: { service_tier: ['service_tier'], speed: ['speed'], inference_geo: ['inference_geo'] },
}

/** Work that the top-level counts leave out, by its type in `iterations`. */
const extraIterations = { compaction: 'compaction', advisor_message: 'advisor' } as const

/** What one `usage` object states, `input` being only the part outside the cache. */
export function messageUsage(stated: unknown): Usage | undefined {
  const usage = usageFrom(stated, fields)
  if (usage === undefined) return undefined
  const extra = iterationDetails(listAt(stated, 'iterations'))
  return Object.keys(extra).length > 0 ? { ...usage, details: { ...usage.details, ...extra } } : usage
}

/**
 * Folds what a `usage` object states onto a usage whose `input` is the total. The part outside the cache follows from
 * that total again, so that an event may restate any one part of the three.
 */
export function foldMessageUsage(soFar: Usage | undefined, stated: Usage): Usage {
  const uncached = stated.input ?? uncachedInput(soFar)
  const { input: _part, ...merged } = mergeUsage(soFar, stated)
  const total = uncached === undefined ? undefined : count(uncached + cachedInput(merged))
  return total === undefined ? merged : { ...merged, input: total }
}

function uncachedInput(usage: Usage | undefined): number | undefined {
  return usage?.input === undefined ? undefined : count(usage.input - cachedInput(usage))
}

function cachedInput({ cacheRead = 0, cacheWrite = 0 }: Usage): number {
  return cacheRead + cacheWrite
}

function iterationDetails(iterations: readonly unknown[]): Record<string, number> {
  const details: Record<string, number> = {}
  for (const [type, name] of Object.entries(extraIterations)) {
    for (const iteration of iterations) {
      const stated = valueAt(iteration, 'type') === type ? usageFrom(iteration, fields) : undefined
      if (stated === undefined) continue
      const { input = 0, output = 0 } = foldMessageUsage(undefined, stated)
      add(details, `${name}_input_tokens`, input)
      add(details, `${name}_output_tokens`, output)
    }
  }
  return details
}

function add(details: Record<string, number>, name: string, tokens: number) {
  const sum = count((details[name] ?? 0) + tokens) ?? 0
  if (sum > 0) details[name] = sum
}
