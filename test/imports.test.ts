import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { providers } from '../src/providers/index.ts'
import { reasons } from '../src/refusal/reasons.ts'
import { breaches, circleOf, type Law, literalsWith, naming, type Source } from './imports/law.ts'

const folder = fileURLToPath(new URL('../src/', import.meta.url).href)
const files = globSync('**/*.ts', { cwd: folder }).sort()
const sources: Source[] = files.map((path) => ({ path, text: readFileSync(`${folder}${path}`, 'utf8') }))
const worker = sources.filter(({ path }) => !path.startsWith('cli/'))

/**
 * Tables and words stand below, then the stages in the order of the arrow line: each may import what stands before it.
 * `type …` are shapes that a stage shares with a later one.
 */
const law: Law = {
  stages: {
    refusal: [],
    usage: [],
    endpoints: ['type usage/dialect.ts'],
    providers: ['endpoints', 'type refusal/reasons.ts', 'type usage/dialect.ts', 'usage/money.ts'],

    keys: ['refusal', 'type providers/custom.ts'],
    body: ['refusal'],
    route: ['refusal', 'endpoints', 'providers', 'keys', 'body', 'type settings.ts'],
    rewrite: ['refusal', 'type providers/provider.ts', 'keys', 'body', 'route', 'type settings.ts'],
    upstream: ['refusal', 'type rewrite/rewrite.ts'],
    tap: ['refusal', 'body/concatenated.ts', 'upstream'],
    ledger: [
      'refusal/client-text.ts',
      'type keys/check.ts',
      'type keys/label.ts',
      'type route/route.ts',
      'type route/door.ts',
      'type tap/ending.ts',
      'type usage/usage.ts',
    ],
    meter: ['type keys/label.ts', 'ledger'],

    'settings.ts': ['refusal/nearest.ts'],
    'ports.ts': [
      'type body/buffers.ts',
      'type keys/store.ts',
      'type meter/port.ts',
      'type settings.ts',
      'type upstream/send.ts',
    ],
    api: ['type settings.ts'],
    'travel.ts': [
      'type keys/check.ts',
      'type body/json.ts',
      'type route/route.ts',
      'type rewrite/rewrite.ts',
      'type ports.ts',
      'refusal',
      'settings.ts',
      'upstream',
      'tap',
      'usage/usage.ts',
      'ledger',
    ],
    'journey.ts': ['type route/route.ts', 'tap', 'usage', 'travel.ts'],
    socket: [
      'refusal',
      'endpoints',
      'providers',
      'type keys/check.ts',
      'type keys/store.ts',
      'type ports.ts',
      'type settings.ts',
      'route',
      'rewrite',
      'upstream/answer-headers.ts',
      'tap/answer.ts',
      'tap/keep.ts',
      'type tap/ending.ts',
      'usage',
      'travel.ts',
    ],
    'proxy.ts': ['type ports.ts', 'refusal', 'keys', 'body', 'route', 'rewrite', 'journey.ts', 'socket'],
    'cors.ts': [],
    'app.ts': ['*'],
    'index.ts': ['app.ts', 'meter/meter.ts'],
    'sql.d.ts': [],
    cli: ['keys', 'refusal/nearest.ts', 'type ledger/row.ts'],
  },
  packages: {
    'hono/hono-base': ['app.ts'],
    'hono/router/trie-router': ['app.ts'],
    uuid: ['app.ts', 'cli'],
    zod: ['cli'],
    'zod/mini': ['keys'],
    'fastest-levenshtein': ['refusal'],
    'ipaddr.js': ['keys'],
    'cloudflare:*': ['meter'],
    'node:*': ['cli'],
    miniflare: ['cli'],
    wrangler: ['cli'],
    openai: ['cli'],
    '@copilotkit/aimock': ['cli'],
  },
}

/** Texts that have a provider's name in them and decide nothing: examples in messages, and hosts. */
const examples = [
  'route/no-door.ts: Nothing is served at this path.',
  'refusal/error-body.ts: type.googleapis.com/google.rpc.',
  'refusal/error-body.ts: ${google}',
  'route/model.ts: . Write it as provider/model, for example ',
  'settings.ts: https://gateway.ai.cloudflare.com/v1',
  'upstream/operator-fault.ts: store a valid key in the Cloudflare dashboard',
]
/** Words of the three dialects, and of a key's limits, which are providers' names too. */
const otherMeanings = new Set([...Object.keys(reasons.internal_error.kind), 'parallel'])

describe('the import law', () => {
  test('holds in src', () => {
    expect(breaches(sources, law)).toEqual([])
  })

  test('has no stage that does not exist', () => {
    const stages = new Set(files.map((path) => path.split('/')[0]))
    expect(Object.keys(law.stages).filter((stage) => !stages.has(stage))).toEqual([])
  })

  test('allows no circle', () => {
    expect(circleOf(sources)).toBeNull()
  })

  test('keeps bindings to the doors, the ledger’s adapter and the Meter', () => {
    const places = [
      'app.ts',
      'meter',
      'ledger/d1.ts',
      'ledger/direct.ts',
      'ledger/retention.ts',
      'ledger/schema.ts',
    ]
    expect(naming(worker, /\b(KVNamespace|D1\w+|DurableObject\w*)\b/, places)).toEqual([])
    expect(naming(worker, /\benv\b/, ['app.ts', 'settings.ts', 'meter'])).toEqual([])
  })
})

describe('what shared code knows', () => {
  test('is no provider’s name', () => {
    const names = providers.flatMap(({ slug, names: others = [] }) => others.concat(slug))
    const words = new Set(names.filter((name) => !otherMeanings.has(name)))
    const shared = worker.filter(({ path }) => !path.startsWith('providers/'))
    const found = literalsWith(shared, words)
    expect(found.filter((text) => !examples.some((example) => text.startsWith(example)))).toEqual([])
    expect(examples.filter((example) => !found.some((text) => text.startsWith(example)))).toEqual([])
    expect(naming(shared, /\bslug\s*[!=]==?\s*['"`]/, [])).toEqual([])
  })
})

describe('every file', () => {
  test('has at most 160 lines', () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 160)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  test('has a name that says what is in it', () => {
    const vague = /(^|\/)(utils?|helpers?|types?|misc|common|managers?|constants?)(\.ts|\/)/
    expect(files.filter((path) => vague.test(path))).toEqual([])
  })
})
