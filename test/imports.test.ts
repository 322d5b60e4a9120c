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
    job: ['usage/count.ts', 'usage/format.ts', 'usage/json.ts', 'usage/read.ts', 'usage/severed.ts'],
    endpoints: ['type job/dialect.ts', 'type usage/dialect.ts'],
    providers: ['endpoints', 'type refusal/reasons.ts', 'type usage/dialect.ts', 'usage/money.ts'],

    keys: ['refusal', 'usage/money.ts', 'type providers/custom.ts'],
    price: [
      'usage/money.ts',
      'providers',
      'keys/models.ts',
      'type keys/config-prices.ts',
      'type ledger/row.ts',
    ],
    body: ['refusal'],
    route: ['refusal', 'endpoints', 'providers', 'keys', 'body', 'type settings.ts'],
    bound: [
      'refusal',
      'type endpoints/endpoint.ts',
      'type endpoints/socket.ts',
      'type price/dearest.ts',
      'body',
      'type route/route.ts',
      'route/destination.ts',
      'route/named-models.ts',
    ],
    rewrite: ['refusal', 'type providers/provider.ts', 'keys', 'body', 'route', 'type settings.ts'],
    upstream: ['refusal', 'type rewrite/rewrite.ts'],
    translate: [
      'refusal',
      'type tap/interpreter.ts',
      'upstream/error-told.ts',
      'upstream/json-members.ts',
      'usage/count.ts',
      'type usage/dialect.ts',
      'usage/dialects/anthropic-usage.ts',
      'usage/json.ts',
      'usage/usage.ts',
    ],
    tap: ['refusal', 'body/concatenated.ts', 'body/members.ts', 'upstream'],
    'usage-queue.ts': [],
    ledger: [
      'refusal/client-text.ts',
      'type keys/check.ts',
      'type keys/label.ts',
      'type route/route.ts',
      'type route/door.ts',
      'type tap/ending.ts',
      'type usage/usage.ts',
      'type usage-queue.ts',
    ],
    meter: [
      'type keys/label.ts',
      'type ledger/row.ts',
      'ledger/d1.ts',
      'ledger/failure.ts',
      'ledger/schema.ts',
      'ledger/usage-message.ts',
      'usage-queue.ts',
    ],

    admission: [
      'refusal',
      'type endpoints/socket.ts',
      'type keys/check.ts',
      'keys/budget-nano.ts',
      'type keys/config.ts',
      'price/dearest.ts',
      'price/price-row.ts',
      'usage/json.ts',
      'type usage/usage.ts',
      'type body/json.ts',
      'type body/objects.ts',
      'type body/splice.ts',
      'type route/route.ts',
      'bound',
      'type rewrite/rewrite.ts',
      'rewrite/url.ts',
      'type upstream/send.ts',
      'ledger/entry.ts',
      'type ledger/row.ts',
      'meter/charge.ts',
      'meter/name.ts',
      'type meter/port.ts',
      'type meter/terms.ts',
      'type ports.ts',
      'type settings.ts',
    ],

    models: [
      'refusal',
      'type keys/store.ts',
      'type keys/config.ts',
      'keys/aliases.ts',
      'price/catalogue.ts',
      'providers',
      'route',
    ],

    'settings.ts': ['refusal/nearest.ts', 'usage-queue.ts'],
    'server-timing.ts': [],
    'ports.ts': [
      'type body/buffers.ts',
      'type keys/store.ts',
      'type meter/port.ts',
      'type settings.ts',
      'type upstream/learned.ts',
      'type upstream/send.ts',
    ],
    api: [
      'refusal',
      'keys/budget-nano.ts',
      'keys/config-in-force.ts',
      'keys/config.ts',
      'keys/credential.ts',
      'keys/record.ts',
      'keys/store.ts',
      'keys/token.ts',
      'type keys/cache.ts',
      'type keys/check.ts',
      'type keys/guesses.ts',
      'price/dearest.ts',
      'price/sold-model.ts',
      'meter/attempt.ts',
      'meter/name.ts',
      'type meter/dispatcher.ts',
      'type meter/terms.ts',
      'providers/index.ts',
      'route/path.ts',
      'route/upstream-models.ts',
      'upstream/gateway-error.ts',
      'usage/money.ts',
      'ledger',
      'type settings.ts',
    ],
    journey: [
      'admission',
      'type body/json.ts',
      'type body/read.ts',
      'body/set-aside.ts',
      'type body/splice.ts',
      'bound/free.ts',
      'bound/most-output.ts',
      'type endpoints/endpoint.ts',
      'job',
      'type keys/check.ts',
      'type keys/config-prices.ts',
      'type keys/config.ts',
      'keys/credential.ts',
      'type keys/store.ts',
      'ledger',
      'meter/charge.ts',
      'type meter/finding.ts',
      'meter/name.ts',
      'type meter/port.ts',
      'type meter/terms.ts',
      'type ports.ts',
      'price/price-row.ts',
      'refusal',
      'rewrite/rewrite.ts',
      'route/reach.ts',
      'type route/route.ts',
      'server-timing.ts',
      'settings.ts',
      'tap',
      'translate/exact-json.ts',
      'translate/interpreter.ts',
      'translate/messages/estimate.ts',
      'translate/messages/interpreter.ts',
      'translate/messages/request/request.ts',
      'translate/request/model-traits.ts',
      'translate/request/request.ts',
      'upstream',
      'usage',
    ],
    socket: [
      'bound/frame.ts',
      'admission/slices.ts',
      'admission/terms.ts',
      'type journey/attempt.ts',
      'ledger/entry.ts',
      'refusal',
      'endpoints',
      'providers',
      'body/members.ts',
      'keys/credential.ts',
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
      'journey/travel.ts',
    ],
    'proxy.ts': [
      'type ports.ts',
      'refusal',
      'keys',
      'route',
      'admission/terms.ts',
      'board.ts',
      'journey/journey.ts',
      'models',
      'socket',
      'server-timing.ts',
    ],
    'board.ts': [
      'type ports.ts',
      'type keys/store.ts',
      'type meter/terms.ts',
      'type refusal/refusal.ts',
      'body/read.ts',
      'bound/body-for-bound.ts',
      'route',
      'journey/attempts.ts',
      'type journey/make-attempt.ts',
      'journey/token-count.ts',
    ],
    pages: [
      'keys/config.ts',
      'keys/record.ts',
      'keys/token.ts',
      'usage/sse.ts',
      'type api/doctor/finding.ts',
      'type ledger/daily.ts',
      'type ledger/row.ts',
    ],
    'page-files.ts': [],
    'cors.ts': ['route/path.ts'],
    'app.ts': ['*'],
    'index.ts': [
      'app.ts',
      'meter/meter.ts',
      'price/catalogue.ts',
      'providers/index.ts',
      'usage/dialects/index.ts',
      'proxy.ts',
    ],
    'sql.d.ts': [],
    cli: [
      'keys',
      'models/reached.ts',
      'providers',
      'price',
      'route/upstream-models.ts',
      'refusal/nearest.ts',
      'refusal/client-text.ts',
      'usage/money.ts',
      'type ledger/row.ts',
      'ledger/first-id.ts',
      'type ledger/daily.ts',
      'ledger/usage-queries.ts',
    ],
  },
  packages: {
    'hono/hono-base': ['app.ts'],
    'hono/router/pattern-router': ['app.ts'],
    uuid: ['app.ts', 'cli'],
    'fastest-levenshtein': ['refusal'],
    'ipaddr.js': ['keys'],
    zod: ['cli'],
    '@pydantic/genai-prices': ['cli/price-package.ts'],
    'zod/mini': ['keys'],
    'cloudflare:*': ['meter/meter.ts'],
    'node:*': ['cli'],
    uplot: ['pages/dashboard/chart.ts'],
    rolldown: ['cli/page-bundle.ts'],
    miniflare: ['cli'],
    'csv-parse/sync': ['cli/import/export-file.ts'],
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
      'meter/meter.ts',
      'meter/couriers.ts',
      'meter/ledger-destination.ts',
      'ledger/d1.ts',
      'ledger/direct.ts',
      'ledger/inspection.ts',
      'ledger/reader.ts',
      'ledger/retention.ts',
      'ledger/schema.ts',
    ]
    expect(naming(worker, /\b(KVNamespace|D1\w+|DurableObject\w*)\b/, places)).toEqual([])
    expect(naming(worker, /\benv\b/, ['app.ts', 'settings.ts', 'meter/meter.ts'])).toEqual([])
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
