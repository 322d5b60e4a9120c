import type { Asking, AdmissionPorts } from '../../src/admission/admit.ts'
import { builtInConfig, type Config } from '../../src/keys/config.ts'
import { openingRow } from '../../src/ledger/entry.ts'
import type { MeterPort, Unreachable } from '../../src/meter/port.ts'
import type { Terms } from '../../src/meter/terms.ts'
import { idOf, noon, rowOf } from '../ledger/rows.ts'
import { stageOf } from '../meter/book-stage.ts'
import { bodyOf, callerWith, routed } from '../route/journeys.ts'

export const usd = 1_000_000_000

/** 1 USD a million tokens of input, 10 USD of output, for the models of these tests. */
export const config: Config = {
  ...builtInConfig,
  prices: ['gpt-4o', 'gpt-5', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'lab-1'].map((key) => ({
    key,
    free: false,
    input: usd,
    output: 10 * usd,
    cacheRead: null,
    cacheWrite: null,
    perUnit: null,
    unit: null,
  })),
}

export function budgetOf(nanoUsd: number, more: Partial<NonNullable<Terms['budget']>> = {}): Terms {
  return { budget: { nanoUsd, per: 'month', mode: 'hard', ...more }, limits: null }
}

/** A request as it asks to be let in, by its line and its body. */
export function askingOf(
  line: string,
  body: object,
  terms: Terms,
  more: { id?: number; config?: Config } = {},
): Asking {
  const json = bodyOf(body)
  const route = routed(line, { model: json.value['model'] })
  const [method = ''] = line.split(' ')
  const caller = callerWith()
  const opened = { id: idOf(more.id ?? 1), at: noon, caller, route, streams: false }
  return {
    asked: { route, method, headers: new Headers(), json },
    outgoing: {
      url: new URL('https://gateway.test/'),
      method,
      headers: new Headers({ 'idempotency-key': 'once', 'x-own': 'header' }),
      body: new TextEncoder().encode(json.text),
    },
    opening: openingRow(opened),
    caller,
    terms,
    config: more.config ?? config,
  }
}

/** A real Meter without its storage in workerd, and a provider that counts (`count`: null never answers that). */
export function portsOf(count: number | null = null) {
  const meter = stageOf()
  /** What the provider was asked to count. */
  const counted: [url: string, init: RequestInit][] = []
  /** Whether each question was patient. */
  const opens: (boolean | undefined)[] = []
  let away = false
  const unlessAway = async <T>(value: () => T): Promise<T | Unreachable> => (away ? 'unreachable' : value())
  const port: MeterPort = {
    open: (row, label, claim) => {
      opens.push(claim?.patient)
      return unlessAway(() => meter.book.open(row, label, claim, meter.now))
    },
    extend: (id, nano, tokens, terms) =>
      unlessAway(() => meter.book.extend(id, { nano, tokens }, terms, meter.now)),
    readmit: (id, claim, givenUp) => {
      opens.push(claim.patient)
      return unlessAway(() => meter.book.readmit(id, claim, givenUp, meter.now))
    },
    standing: (keyId, terms) => unlessAway(() => meter.book.standing(keyId, terms, meter.now)),
    abandon: async () => {},
    beat: async () => {},
    defer: async () => {},
    poll: async () => {},
    awaited: async () => [],
    waiting: async () => null,
    finish: async () => 'unknown',
    close: async () => {},
  }
  const ports: AdmissionPorts = {
    meter: () => port,
    gateway: { url: 'https://gateway.test/v1', account: 'a', gateway: 'g' },
    now: () => meter.now,
    later: () => {},
    async fetch(url, init) {
      counted.push([url.href, init])
      if (count === null) throw new TypeError('connection lost')
      return Response.json({ input_tokens: count, totalTokens: count })
    },
  }
  return { ...meter, ports, counted, opens, leave: () => (away = true) }
}

/** The row of an answer that stated nothing. */
export const silent = rowOf({
  cost_nano_usd: null,
  price_id: null,
  usage_source: 'none',
  input_tokens: null,
  output_tokens: null,
})
