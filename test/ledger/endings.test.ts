import { describe, expect, test } from 'vitest'
import { closedRow, openingRow } from '../../src/ledger/entry.ts'
import { callerWith, routed } from '../route/journeys.ts'

const route = routed('POST /v1/chat/completions', { model: 'gpt-4o' })
const opening = openingRow({ id: 'r1', at: 1, caller: callerWith(), route, streams: true })

/** Nobody names a price. */
const unpriced = {
  chargedNanoUsd: null,
  free: false,
  upstreamModel: null,
  price: () => ({ nanoUsd: null, priceId: null }),
}

describe('an outcome', () => {
  test.each([
    [200, 'complete', false, 'complete'],
    [302, 'complete', false, 'complete'],
    [200, 'complete', true, 'upstream_error'],
    [200, 'broken', false, 'upstream_error'],
    [200, 'client_gone', false, 'client_gone'],
    [200, 'client_gone', true, 'client_gone'],
    [400, 'complete', false, 'refused_upstream'],
    [429, 'client_gone', false, 'refused_upstream'],
    [500, 'complete', false, 'upstream_error'],
    [529, 'client_gone', false, 'upstream_error'],
    [null, 'client_gone', false, 'client_gone'],
    [null, 'broken', false, 'upstream_error'],
  ] as const)('of status %s that ended %s (failed: %s) is %s', (status, how, failed, outcome) => {
    const answer = status === null ? null : { response: { status, headers: new Headers() }, ttfbMs: 1 }
    const reading = { final: true, failed }
    const row = closedRow(opening, { now: 2, ending: { how }, reading, ...unpriced, answer })
    expect([row.outcome, row.status]).toEqual([outcome, status])
  })
})

describe('the source of the usage', () => {
  const usage = { input: 1 }
  test.each([
    ['complete', { usage, final: true, failed: false }, 'reported'],
    ['broken', { usage, final: true, failed: false }, 'reported'],
    ['client_gone', { usage, final: true, failed: false }, 'drained'],
    ['client_gone', { usage, final: false, failed: false }, 'estimated'],
    ['broken', { usage, final: false, failed: true }, 'estimated'],
    ['complete', { final: false, failed: false }, 'none'],
  ] as const)('that ended %s with %j is %s', (how, reading, source) => {
    const closing = { now: 2, ending: { how }, reading, ...unpriced, answer: null }
    expect(closedRow(opening, closing).usage_source).toBe(source)
  })
})
