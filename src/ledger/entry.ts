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
  /** Nobody charges for it: it computes nothing, or was refused. */
  free: boolean
  /** The name by which the upstream was asked for the model, where that is not the one asked for. */
  upstreamModel: string | null
  /** Prices what the row says was consumed. */
  price: (sale: Row) => Cost
  /** Null where no answer came. */
  answer: { response: Pick<Response, 'status' | 'headers'>; ttfbMs: number } | null
}

/** Integer nano-USD, and by which price; null is unpriced. */
export interface Cost {
  nanoUsd: number | null
  priceId: string | null
}

/** The whole row. */
export function closedRow(opening: Row, closing: Closing): Row {
  const { now, ending, reading, upstreamModel, answer } = closing
  const { usage } = reading
  const status = answer?.response.status ?? null
  const headers = answer?.response.headers
  const logId = headers?.get('cf-aig-log-id') ?? null
  const served = reading.model ?? (status === null || status >= 400 ? null : upstreamModel)
  const row: Row = {
    ...sold(opening, usage, served),
    status,
    // Some requests are not read, or ask for a stream in another word.
    stream: opening.stream === 1 || isStream(headers) ? 1 : 0,
    outcome: outcomeOf(ending, reading, status),
    usage_source: sourceOf(ending, reading),
    ttfb_ms: answer?.ttfbMs ?? null,
    duration_ms: Math.max(0, now - opening.at),
    gateway_log_id: logId === null ? null : quote(logId),
  }
  const { nanoUsd, priceId } = costOf(row, closing)
  return { ...row, cost_nano_usd: nanoUsd, price_id: priceId }
}

function isStream(headers: Headers | undefined): boolean {
  return headers?.get('content-type')?.toLowerCase().startsWith('text/event-stream') ?? false
}

/** A row with what was consumed in it, and by which model. */
export function sold(opening: Row, usage: Usage | undefined, served: string | null): Row {
  const details = Object.keys(usage?.details ?? {}).length > 0 ? JSON.stringify(usage?.details) : null
  return {
    ...opening,
    served_model: served === null ? null : quote(served),
    input_tokens: usage?.input ?? null,
    cache_read_tokens: usage?.cacheRead ?? null,
    cache_write_tokens: usage?.cacheWrite ?? null,
    output_tokens: usage?.output ?? null,
    reasoning_tokens: usage?.reasoning ?? null,
    details,
    units: usage?.units ?? null,
    unit: usage?.unit ?? null,
  }
}

/**
 * A stored answer repeats the usage of one that was paid for; else the operator says, or the provider, or the table of
 * prices. What was refused, or is charged by nobody, is known to be free.
 */
function costOf(row: Row, { answer, chargedNanoUsd, free, reading, upstreamModel, price }: Closing): Cost {
  if (answer?.response.headers.get('cf-aig-cache-status')?.toUpperCase() === 'HIT') {
    return { nanoUsd: 0, priceId: 'gateway-cache' }
  }
  if (chargedNanoUsd !== null) return { nanoUsd: chargedNanoUsd, priceId: 'config' }
  const stated = reading.usage?.statedCost
  if (stated !== undefined) return { nanoUsd: stated, priceId: 'stated' }
  if (free && row.status !== null) return { nanoUsd: 0, priceId: 'free' }
  // Only a price that asks for no counts holds where there are none, and only for what was done.
  if (reading.usage === undefined && !isDone(row)) return { nanoUsd: null, priceId: null }
  return price({ ...row, model: upstreamModel ?? row.model })
}

function isDone({ outcome, status }: Row): boolean {
  return status !== null && status >= 200 && status < 300 && outcome !== 'upstream_error'
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
