import { describe, expect, test } from 'vitest'
import { type Closing, closedRow, openingRow } from '../../src/ledger/entry.ts'
import type { Row } from '../../src/ledger/row.ts'
import { callerWith, routed } from '../route/journeys.ts'

const label = { key_id: 'alice', name: 'Alice', tags: '{"team":"research"}', wallet: null }
const route = routed('POST /v1/chat/completions', { model: 'openai/gpt-4o' })
const opening = openingRow({ id: 'r1', at: 1000, caller: callerWith({ label }), route, streams: true })

const opened: Row = {
  key_id: 'alice',
  id: 'r1',
  at: 1000,
  door: 'openai',
  endpoint: 'chat/completions',
  provider: 'openai',
  model: 'openai/gpt-4o',
  served_model: null,
  status: null,
  stream: 1,
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
  tags: '{"team":"research"}',
}

function answered(status: number, headers: Record<string, string> = {}, ttfbMs = 1): Closing['answer'] {
  return { response: { status, headers: new Headers(headers) }, ttfbMs }
}

/** Nobody names a price. */
const unpriced = {
  chargedNanoUsd: null,
  free: false,
  upstreamModel: null,
  price: () => ({ nanoUsd: null, priceId: null }),
}

const complete: Closing = {
  now: 1900,
  ending: { how: 'complete' },
  reading: {
    usage: { input: 10, cacheRead: 4, cacheWrite: 2, output: 7, reasoning: 3, details: { audio_tokens: 1 } },
    model: 'gpt-4o-2024-08-06',
    final: true,
    failed: false,
  },
  ...unpriced,
  answer: answered(200, { 'cf-aig-log-id': 'log-1' }, 120),
}

const closed: Row = {
  ...opened,
  served_model: 'gpt-4o-2024-08-06',
  status: 200,
  outcome: 'complete',
  usage_source: 'reported',
  input_tokens: 10,
  cache_read_tokens: 4,
  cache_write_tokens: 2,
  output_tokens: 7,
  reasoning_tokens: 3,
  details: '{"audio_tokens":1}',
  ttfb_ms: 120,
  duration_ms: 900,
  gateway_log_id: 'log-1',
}

const nothing: Closing['reading'] = { final: false, failed: false }

describe('a row', () => {
  test('is lost from the start, until somebody tells more', () => {
    expect(opening).toEqual(opened)
    const list = {
      id: 'r1',
      at: 1000,
      caller: callerWith({ label }),
      route: routed('GET /v1/models'),
      streams: false,
    }
    expect(openingRow(list)).toEqual({ ...opened, endpoint: 'models', model: null, stream: 0 })
  })

  test('that is complete has all that was told', () => {
    expect(closedRow(opening, complete)).toEqual(closed)
  })

  test('holds no more of a client’s text than 200 characters without control characters', () => {
    const model = `x\u0000\n${'y'.repeat(300)}`
    const long = routed(`POST /groq/${'z'.repeat(300)}`, { model })
    const row = openingRow({ id: 'r1', at: 1, caller: callerWith(), route: long, streams: false })
    expect([row.model, row.endpoint, row.door, row.stream]).toEqual([
      `x${'y'.repeat(199)}`,
      'z'.repeat(200),
      'provider',
      0,
    ])
    const told = closedRow(row, { ...complete, reading: { ...nothing, model: `\u0007${'m'.repeat(300)}` } })
    expect(told.served_model).toBe('m'.repeat(200))
  })

  test('keeps what was not stated unknown, and a stated 0', () => {
    const reading = { usage: { input: 0 }, final: true, failed: false }
    const { status, outcome, usage_source, ttfb_ms, duration_ms, gateway_log_id } = closed
    const known = { status, outcome, usage_source, ttfb_ms, duration_ms, gateway_log_id }
    expect(closedRow(opening, { ...complete, reading })).toEqual({ ...opened, ...known, input_tokens: 0 })
  })

  test('costs nothing where the gateway had the answer stored, and is unpriced else', () => {
    const costs = ['HIT', 'hit', 'MISS', ''].map((status) => {
      const answer = answered(200, { 'cf-aig-cache-status': status })
      return closedRow(opening, { ...complete, answer }).cost_nano_usd
    })
    expect(costs).toEqual([0, 0, null, null])
  })

  test('costs what the operator says, before what the provider says, and nothing where the answer was stored', () => {
    const reading = { usage: { statedCost: 7 }, final: true, failed: false }
    const costOf = (chargedNanoUsd: number | null, headers = {}): unknown => {
      const row = closedRow(opening, { ...complete, reading, chargedNanoUsd, answer: answered(200, headers) })
      return [row.cost_nano_usd, row.price_id]
    }
    expect(costOf(null)).toEqual([7, 'stated'])
    expect(costOf(40_000_000)).toEqual([40_000_000, 'config'])
    expect(costOf(0)).toEqual([0, 'config'])
    expect(costOf(40_000_000, { 'cf-aig-cache-status': 'HIT' })).toEqual([0, 'gateway-cache'])
  })

  test('costs what the table of prices says of the model that the upstream was asked for', () => {
    const price: Closing['price'] = ({ model, input_tokens: input }) => ({
      nanoUsd: input === null ? null : input * 3,
      priceId: `table/${model}`,
    })
    const row = closedRow(opening, { ...complete, upstreamModel: 'gpt-4o', price })
    expect([row.model, row.cost_nano_usd, row.price_id]).toEqual(['openai/gpt-4o', 30, 'table/gpt-4o'])
    expect(closedRow(opening, { ...complete, reading: nothing, price }).cost_nano_usd).toBeNull()
  })

  test('costs nothing where nobody charges for it, once it was answered', () => {
    const costOf = (answer: Closing['answer']): unknown => {
      const row = closedRow(opening, { ...complete, reading: nothing, free: true, answer })
      return [row.cost_nano_usd, row.price_id]
    }
    expect(costOf(answered(200))).toEqual([0, 'free'])
    expect(costOf(answered(429))).toEqual([0, 'free'])
    expect(costOf(null)).toEqual([null, null])
  })

  test('names the model that an alias led to, where the answer does not', () => {
    const served = (answer: Closing['answer'], reading = nothing): unknown =>
      closedRow(opening, { ...complete, reading, upstreamModel: 'llama-3', answer }).served_model
    expect([served(answered(200)), served(answered(400)), served(null)]).toEqual(['llama-3', null, null])
    expect(served(answered(200), { ...nothing, model: 'llama-3-8b' })).toBe('llama-3-8b')
  })

  test('without an answer says so, and never lasted less than nothing', () => {
    const none = { reading: nothing, ...unpriced, answer: null }
    const row = closedRow(opening, { now: 1500, ending: { how: 'broken' }, ...none })
    expect(row).toEqual({ ...opened, outcome: 'upstream_error', duration_ms: 500 })
    expect(closedRow(opening, { ...complete, now: 10 }).duration_ms).toBe(0)
  })
})

describe('a price that asks for no counts', () => {
  const uncounted: Closing = {
    ...complete,
    reading: { final: false, failed: false },
    price: () => ({ nanoUsd: 5, priceId: 'config/m' }),
  }

  test('holds for an answer that states none', () => {
    const { cost_nano_usd, price_id, usage_source } = closedRow(opening, uncounted)
    expect([cost_nano_usd, price_id, usage_source]).toEqual([5, 'config/m', 'none'])
  })

  test.each<Partial<Closing>>([
    { answer: answered(500) },
    { answer: answered(404) },
    { answer: null },
    { ending: { how: 'broken' } },
    { reading: { final: false, failed: true } },
  ])('does not hold where nothing was done (%#)', (changes) => {
    const { cost_nano_usd, price_id } = closedRow(opening, { ...uncounted, ...changes })
    expect([cost_nano_usd, price_id]).toEqual([null, null])
  })
})

test('an answer that streams is one, also where the request was not read', () => {
  const unread: Row = { ...opening, stream: 0 }
  const types = ['text/event-stream; charset=utf-8', 'application/json']
  expect(
    types.map(
      (type) => closedRow(unread, { ...complete, answer: answered(200, { 'content-type': type }) }).stream,
    ),
  ).toEqual([1, 0])
})
