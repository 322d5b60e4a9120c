import { answerApi } from '../../src/api/api.ts'
import type { ApiPorts, MeterReader } from '../../src/api/ports.ts'
import { createKeyCache } from '../../src/keys/cache.ts'
import { createKeyStore } from '../../src/keys/store.ts'
import { noCounts, type UsageSums } from '../../src/ledger/merged-sums.ts'
import type { LedgerReader } from '../../src/ledger/reader.ts'
import type { KeyStanding } from '../../src/meter/terms.ts'
import { readSettings } from '../../src/settings.ts'
import { makeKey } from '../support/token.ts'

/** 2035-06-15T12:00:00Z */
export const noon = Date.UTC(2035, 5, 15, 12)
export const requestId = '0190a000-0000-7000-8000-00000000aaaa'
const bindings = { KEYS: {}, DB: {}, METER: {} }
export const goodSettings = readSettings({
  ...bindings,
  ACCOUNT_ID: 'account',
  CF_AIG_TOKEN: 'gateway-token',
})

export const standing: KeyStanding = {
  spentNano: 1_234_567_891,
  reservedNano: 500_000_000,
  resetsAt: Date.UTC(2035, 6, 1),
  requestsLastMinute: 2,
  tokensLastMinute: 900,
  running: 1,
}
const tokens = {
  alice: makeKey('alice', { name: 'Alice', tags: { team: 'research' } }),
  rich: makeKey('rich', {
    budget: { usd: 20, per: 'month' },
    limits: { rpm: 60, parallel: 8 },
    expires: '2035-06-16T12:00:00.001Z',
  }),
  shared: makeKey('shared', { wallet: 'research', models: ['gpt-*'] }),
  admin: makeKey('admin', { scopes: ['operator'] }),
}
const config = { wallets: { research: { usd: 0.5, per: 'total' } } }

export const emptyLedger: LedgerReader = {
  usage: async () => [],
  names: async () => new Map(),
  requests: async () => [],
  request: async () => null,
}

/** Meters in which nothing is wrong. */
export const quietMeters: MeterReader = {
  standing: async () => standing,
  report: async () => ({ setAside: [], behind: { failures: 0, queue: null } }),
}
/** Meters that nobody reaches. */
export const noMeters: MeterReader = {
  standing: async () => null,
  report: () => Promise.reject(new Error('Durable Object is overloaded')),
}

/** Sums of one group, with so many requests. */
export function sumsOf(group: Record<string, string>, changes: Partial<UsageSums> = {}): UsageSums {
  return { ...group, ...noCounts(), requests: 1, ...changes }
}

/** The world of a deployment that has everything and in which nothing has happened. */
export function portsOf(changes: Partial<ApiPorts> = {}): ApiPorts {
  const records = new Map(Object.entries(tokens).map(([id, { record }]) => [id, JSON.stringify(record)]))
  records.set('@config', JSON.stringify(config))
  const kv = {
    get: async (names: string[]) => new Map(names.map((name) => [name, records.get(name) ?? null])),
    put: async () => {},
  }
  return {
    settings: goodSettings,
    keys: createKeyStore(kv, { cache: createKeyCache(), now: () => noon, providers: new Set() }),
    entries: null,
    ledger: emptyLedger,
    inspectLedger: null,
    meters: quietMeters,
    fetch: async () => Response.json({ data: [] }),
    now: () => noon,
    newId: () => requestId,
    later: () => {},
    ...changes,
  }
}

export interface Asked {
  as?: keyof typeof tokens | null
  method?: string
  headers?: Record<string, string>
}

/** Asks the API as the holder of a key, or without one. */
export function ask(path: string, ports: ApiPorts, { as = 'alice', method = 'GET', headers }: Asked = {}) {
  const authorization: Record<string, string> =
    as === null ? {} : { authorization: `Bearer ${tokens[as].token}` }
  const request = new Request(`https://tollgate.test${path}`, {
    method,
    headers: { ...authorization, ...headers },
  })
  return answerApi(request, ports)
}

/** The status and the JSON of an answer. */
export async function jsonOf(answer: Promise<Response>): Promise<[number, unknown]> {
  const { status, ...rest } = await answer.then(async (got) => ({
    status: got.status,
    json: await got.json(),
  }))
  return [status, rest.json]
}

/** The status of a refusal, its code and parameter, and its message. */
export async function refusalOf(answer: Promise<Response>): Promise<unknown> {
  const [status, json] = (await jsonOf(answer)) as [number, { error: Record<string, unknown> }]
  const { code, param, message } = json.error
  return { status, code, param, message }
}
