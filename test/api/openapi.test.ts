import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { endpoints } from '../../src/api/api.ts'
import { openApiDocument } from '../../src/api/openapi.ts'
import type { ApiPorts } from '../../src/api/ports.ts'
import { idOf, openRowOf, rowOf } from '../ledger/rows.ts'
import { ask, emptyLedger, jsonOf, noMeters, portsOf, quietMeters, sumsOf } from './stage.ts'

const { paths } = openApiDocument('https://tollgate.test')

interface Described {
  get: {
    parameters: readonly { name: string; in: string }[]
    responses: { '200': { content: Record<string, { schema: z.core.JSONSchema.JSONSchema }> } }
  }
}

function described(path: string): Described['get'] {
  return (paths[path] as Described).get
}

function holds(path: string, json: unknown): unknown {
  const schema = described(path).responses['200'].content['application/json']?.schema
  if (schema === undefined) throw new Error(`${path} is not described`)
  const checked = z.fromJSONSchema(schema).safeParse(json)
  return checked.success ? 'holds' : checked.error.issues
}

const known: Partial<ApiPorts> = {
  ledger: {
    usage: async (_days, group) => [
      group === 'tag'
        ? sumsOf({ tag: 'a', value: 'b' })
        : sumsOf(group === 'all' ? {} : { [group === 'key' ? 'key_id' : group]: 'x' }),
    ],
    names: async () => new Map([['x', 'X']]),
    requests: async () => [rowOf(), openRowOf({ model: null, tags: null })],
    request: async () => rowOf({ units: 0.5, unit: 'page' }),
  },
}
const unknown: Partial<ApiPorts> = {
  ledger: { ...emptyLedger, request: async () => openRowOf() },
}
const asked: [string, string][] = [
  ...['day', 'model', 'provider', 'key', 'tag'].map((group): [string, string] => [
    '/api/usage',
    `/api/usage?group=${group}`,
  ]),
  ...Object.keys(endpoints).map((path): [string, string] => [path, path.replace('{id}', idOf(1))]),
]

describe('the OpenAPI document', () => {
  test('is served without a key, with where it is served', async () => {
    const [status, document] = await jsonOf(ask('/api/openapi.json', portsOf(), { as: null }))
    expect([status, document]).toEqual([200, openApiDocument('https://tollgate.test')])
  })

  test('describes every endpoint and no other', () => {
    expect(Object.keys(paths)).toEqual(Object.keys(endpoints))
  })

  test.each(asked)('says of %s what %s answers, known or unknown', async (path, url) => {
    for (const world of [known, unknown]) {
      const [status, json] = await jsonOf(ask(url, portsOf(world), { as: 'admin' }))
      expect([status, holds(path, json)]).toEqual([200, 'holds'])
    }
  })

  test.each(['rich', 'shared'] as const)('says what a key with limits is told (%s)', async (as) => {
    for (const meters of [quietMeters, noMeters]) {
      const [status, json] = await jsonOf(ask('/api/key', portsOf({ meters }), { as }))
      expect([status, holds('/api/key', json)]).toEqual([200, 'holds'])
    }
  })

  test('would notice a member that is missing, or one too many', async () => {
    const [, json] = await jsonOf(ask('/api/key', portsOf()))
    const { id: _id, ...less } = json as { id: string }
    expect([
      holds('/api/key', json),
      holds('/api/key', less),
      holds('/api/key', { ...less, id: 'x', extra: 1 }),
    ]).toEqual([
      'holds',
      [expect.objectContaining({ path: ['id'] })],
      [expect.objectContaining({ code: 'unrecognized_keys' })],
    ])
  })

  test.each(['/api/key', '/api/usage', '/api/requests', '/api/doctor'])(
    'names the parameters that %s takes, all of them',
    async (path) => {
      const names = described(path).parameters.map(({ name }) => name)
      const [, json] = await jsonOf(ask(`${path}?nothing-like-it=1`, portsOf(), { as: 'admin' }))
      const said = names.length === 0 ? 'It takes none.' : `It takes ${names.join(', ')}.`
      expect(json).toMatchObject({ error: { message: expect.stringContaining(said) } })
    },
  )

  test.each(['/api/usage', '/api/requests', '/api/requests/{id}'])(
    'says that %s is CSV too',
    async (path) => {
      expect(Object.keys(described(path).responses['200'].content)).toEqual(['application/json', 'text/csv'])
      const csv = ask(path.replace('{id}', idOf(1)), portsOf(known), { headers: { accept: 'text/csv' } })
      expect((await csv).headers.get('content-type')).toMatch(/^text\/csv;/)
    },
  )
})
