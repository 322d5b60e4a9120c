import { columns } from '../ledger/columns.ts'
import { countNames } from '../ledger/merged-sums.ts'
import { usageGroups } from '../ledger/usage-queries.ts'
import { count, list, nullable, number, object, text, word, type Schema } from './schema.ts'

/** Columns of `requests` that are never unknown. */
const certain: ReadonlySet<string> = new Set([
  'key_id',
  'id',
  'at',
  'door',
  'endpoint',
  'provider',
  'stream',
  'outcome',
  'usage_source',
  'attempts',
])
const anyObject: Schema = { type: 'object' }
const texts: Schema = { type: 'object', additionalProperties: text }

function columnSchema(name: string, type: string): Schema {
  if (name === 'details' || name === 'tags') return nullable(anyObject)
  const schema = type === 'TEXT' ? text : type === 'REAL' ? number : count
  return certain.has(name) ? schema : nullable(schema)
}

const row = object(
  Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, columnSchema(name, type)])),
)
const counts = Object.fromEntries(countNames.map((name) => [name, name === 'units' ? number : count]))
const groupNames = {
  day: text,
  model: text,
  provider: text,
  key_id: text,
  name: nullable(text),
  wallet: text,
  tag: text,
  value: text,
}
const usd = nullable(number)

const budget = {
  usd: number,
  per: word('day', 'week', 'month', 'total'),
  mode: word('hard', 'soft'),
  spent_usd: usd,
  reserved_usd: usd,
  remaining_usd: usd,
  resets_at: nullable(text),
}
const key = object({
  id: text,
  name: nullable(text),
  models: nullable(list(text)),
  scopes: list(text),
  limits: nullable(anyObject),
  budget: nullable(object(budget)),
  wallet: nullable(text),
  expires: nullable(text),
  tags: texts,
  on_disconnect: word('drain', 'cancel'),
  usage_chunk: word('hide', 'show'),
  last_minute: nullable(object({ requests: count, tokens: count, running: count })),
  problem: nullable(text),
})
const usage = object({
  from: text,
  to: text,
  group: word(...usageGroups),
  rows: list({ ...object({ ...groupNames, ...counts }), required: countNames }),
  totals: object(counts),
})
const finding = object({ level: word('error', 'warning', 'note'), what: text, fix: text })
const doctor = object({ ok: { type: 'boolean' }, findings: list(finding), next: nullable(text) })
const subscription = object({
  object: text,
  has_payment_method: { type: 'boolean' },
  soft_limit_usd: number,
  hard_limit_usd: number,
  system_hard_limit_usd: number,
  access_until: count,
})
const keyInfo = object({ key: text, info: anyObject })

function parameter(name: string, schema: Schema = text): object {
  return { name, in: 'query', schema }
}
const days = [parameter('from'), parameter('to')]
const id = { name: 'id', in: 'path', required: true, schema: text }

function reading(summary: string, schema: Schema, parameters: readonly object[] = [], csv = false): object {
  const content = { 'application/json': { schema }, ...(csv && { 'text/csv': { schema: text } }) }
  const refusal = { description: 'A refusal' }
  return {
    get: { summary, parameters, responses: { '200': { description: summary, content }, default: refusal } },
  }
}

const paths = {
  '/api/key': reading('The key that asks', key),
  '/api/usage': reading(
    'Sums of whole days, UTC',
    usage,
    [...days, parameter('group', word(...usageGroups)), parameter('key')],
    true,
  ),
  '/api/requests': reading(
    'Rows, newest first',
    object({ requests: list(row), next: nullable(text) }),
    [parameter('cursor'), parameter('limit', count), ...days, parameter('key')],
    true,
  ),
  '/api/requests/{id}': reading('One row', row, [id], true),
  '/api/wallets': reading(
    'Budgets shared by several keys (scope operator)',
    object({ wallets: list(object({ name: text, ...budget })), next: nullable(text) }),
    [parameter('cursor')],
  ),
  '/api/doctor': reading('What is wrong (scope operator)', doctor, [parameter('cursor')]),
  '/v1/dashboard/billing/subscription': reading('For one-api clients', subscription),
  '/v1/dashboard/billing/usage': reading(
    'For one-api clients, in cents',
    object({ object: text, total_usage: number }),
  ),
  '/key/info': reading('For LiteLLM clients', keyInfo),
}

export interface OpenApiDocument {
  openapi: string
  info: object
  servers: readonly object[]
  security: readonly object[]
  components: object
  paths: Readonly<Record<string, object>>
}

/** The API as an OpenAPI 3.1 document. `origin` is where it is served. */
export function openApiDocument(origin: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Tollgate', version: '1' },
    servers: [{ url: origin }],
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  }
}
