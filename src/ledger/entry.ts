import type { Caller } from '../keys/check.ts'
import { quote } from '../refusal/client-text.ts'
import type { Route } from '../route/route.ts'
import type { Ending } from '../tap/ending.ts'
import type { Reading, Usage } from '../usage/usage.ts'
import type { Outcome, Row, UsageSource } from './row.ts'

/** What is known of a request when it goes upstream. If nobody ever tells more, this is its row: `lost`. */
export function openingRow(opened: {
  id: string
  at: number
  caller: Caller
  route: Route
  streams: boolean
}): Row {
  const { id, at, caller, route, streams } = opened
  return {
    key_id: caller.id,
    id,
    at,
    door: route.door.name,
    endpoint: quote(route.door.endpoint),
    provider: route.provider.slug,
    model: route.model === null ? null : quote(route.model),
    served_model: null,
    status: null,
    stream: streams ? 1 : 0,
    outcome: 'lost',
    usage_source: 'none',
    input_tokens: null,
    cache_read_tokens: null,
    cache_write_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    details: null,
    units: null,
    unit: null,
    cost_nano_usd: null,
    price_id: null,
    ttfb_ms: null,
    duration_ms: null,
    attempts: 1,
    gateway_log_id: null,
    tags: caller.label.tags,
  }
}

/** How a request ended. */
export interface Closing {
  /** Epoch milliseconds. */
  now: number
  ending: Pick<Ending, 'how'>
  reading: Reading
  /** What the operator's price for this request makes it cost, in integer nano-USD; null where there is none. */
  chargedNanoUsd: number | null
  /** Null where no answer came. */
  answer: { response: Pick<Response, 'status' | 'headers'>; ttfbMs: number } | null
}

/** The whole row. */
export function closedRow(opening: Row, { now, ending, reading, chargedNanoUsd, answer }: Closing): Row {
  const usage = reading.usage
  const details = Object.keys(usage?.details ?? {}).length > 0 ? JSON.stringify(usage?.details) : null
  const status = answer?.response.status ?? null
  const headers = answer?.response.headers
  const logId = headers?.get('cf-aig-log-id') ?? null
  return {
    ...opening,
    served_model: reading.model === undefined ? null : quote(reading.model),
    status,
    outcome: outcomeOf(ending, reading, status),
    usage_source: sourceOf(ending, reading),
    input_tokens: usage?.input ?? null,
    cache_read_tokens: usage?.cacheRead ?? null,
    cache_write_tokens: usage?.cacheWrite ?? null,
    output_tokens: usage?.output ?? null,
    reasoning_tokens: usage?.reasoning ?? null,
    details,
    units: usage?.units ?? null,
    unit: usage?.unit ?? null,
    ...costOf(headers, usage, chargedNanoUsd),
    ttfb_ms: answer?.ttfbMs ?? null,
    duration_ms: Math.max(0, now - opening.at),
    gateway_log_id: logId === null ? null : quote(logId),
  }
}

/** A stored answer repeats the usage of one that was paid for; else the operator says, or the provider. */
function costOf(
  headers: Headers | undefined,
  usage: Usage | undefined,
  chargedNanoUsd: number | null,
): Pick<Row, 'cost_nano_usd' | 'price_id'> {
  if (headers?.get('cf-aig-cache-status')?.toUpperCase() === 'HIT') {
    return { cost_nano_usd: 0, price_id: 'gateway-cache' }
  }
  if (chargedNanoUsd !== null) return { cost_nano_usd: chargedNanoUsd, price_id: 'config' }
  if (usage?.statedCost !== undefined) return { cost_nano_usd: usage.statedCost, price_id: 'stated' }
  return { cost_nano_usd: null, price_id: null }
}

function outcomeOf(ending: Pick<Ending, 'how'>, reading: Reading, status: number | null): Outcome {
  if (status !== null && status >= 500) return 'upstream_error'
  if (status !== null && status >= 400) return 'refused_upstream'
  if (ending.how === 'client_gone') return 'client_gone'
  return ending.how === 'broken' || reading.failed ? 'upstream_error' : 'complete'
}

function sourceOf(ending: Pick<Ending, 'how'>, reading: Reading): UsageSource {
  if (!reading.usage) return 'none'
  if (!reading.final) return 'estimated'
  return ending.how === 'client_gone' ? 'drained' : 'reported'
}
