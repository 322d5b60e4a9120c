import { builtInConfig } from '../../src/keys/config.ts'
import { unlimited } from '../../src/meter/terms.ts'
import type { Ports } from '../../src/ports.ts'
import { proxy } from '../../src/proxy.ts'
import { accept, refuse } from '../../src/refusal/refusal.ts'
import { readSettings } from '../../src/settings.ts'
import { createLearned } from '../../src/upstream/learned.ts'
import { callerWith, place } from '../route/journeys.ts'

/** Tokens that were looked up. */
export const asked: string[] = []
/** What went upstream. */
export const went: [string, RequestInit][] = []
/** What the Meter was told, and the outcome in it. */
export const rows: [string, string][] = []
/** Work that lives beyond the answer. */
export const pending: Promise<unknown>[] = []
/** The isolate's room for bodies. */
export const buffers = { held: 0 }

const keys: Record<string, ReturnType<typeof callerWith>> = {
  'sk-alice': callerWith(),
  'sk-unread': callerWith(),
  'sk-narrow': callerWith({ models: ['gpt-4o'] }),
  'sk-none': callerWith({ scopes: ['storage'] }),
}

const ports: Ports = {
  settings: readSettings({ CF_AIG_TOKEN: 'gateway-token' }).settings,
  gateway: { ...place, url: 'https://gateway.test/v1' },
  buffers,
  learned: createLearned(),
  keys: {
    async lookup(token) {
      asked.push(token)
      const caller = keys[token]
      if (!caller) return refuse('invalid_api_key', 'This key is not known here.')
      const configProblem = token === 'sk-unread' ? 'the entry is empty' : null
      return accept({ caller, config: builtInConfig, configProblem })
    },
  },
  async fetch(url, init) {
    went.push([url.href, init])
    return new Response('{}', {
      status: 200,
      headers: { 'content-type': 'application/json', 'content-length': '2' },
    })
  },
  meter: () => ({
    async open(row) {
      rows.push(['open', row.outcome])
      return unlimited
    },
    abandon: async () => {},
    beat: async () => {},
    extend: async () => true,
    readmit: async () => unlimited,
    defer: async () => {},
    poll: async () => {},
    awaited: async () => [],
    waiting: async () => null,
    finish: async () => 'unknown',
    standing: async () => 'unreachable',
    close: async (row) => void rows.push(['close', row.outcome]),
  }),
  now: () => 1000,
  newId: () => 'r1',
  random: () => 0,
  later: (work) => void pending.push(work),
}

/** Forgets what the last test did. */
export function clear(): void {
  for (const list of [asked, went, rows, pending]) list.length = 0
  buffers.held = 0
}

export interface Sent {
  body?: string
  key?: string | null
  headers?: Record<string, string>
}

/** Sends a request through the corridor. `key` goes as `Authorization`; null is none. */
export function send(line: string, { body, key = 'sk-alice', headers = {} }: Sent = {}): Promise<Response> {
  const [method = '', path = ''] = line.split(' ')
  const authorization: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` }
  const init = { method, headers: { ...authorization, ...headers }, ...(body === undefined ? {} : { body }) }
  return proxy(new Request(`https://tollgate.test${path}`, init), ports)
}
