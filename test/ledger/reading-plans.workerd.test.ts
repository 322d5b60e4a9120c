import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import * as inspection from '../../src/ledger/inspection-queries.ts'
import * as requests from '../../src/ledger/request-queries.ts'
import { applySchema } from '../../src/ledger/schema.ts'
import { keyNames, usageGroups, usageQuery } from '../../src/ledger/usage-queries.ts'
import { emptyBindings } from '../support/empty-bindings.ts'

const usage = (['all', ...usageGroups] as const).flatMap((group) => [
  [`usage of all keys by ${group}`, usageQuery(group, false)],
  [`usage of one key by ${group}`, usageQuery(group, true)],
])
const queries = [...Object.entries(requests), ...Object.entries(inspection), ...usage, ['keyNames', keyNames]]
/** What may be read whole: a list of parameters, a result in between, the tables with one row a key or migration. */
const smallTables = /^SCAN (?:days|ids|tag|keys|newest|used|d1_migrations)\b/

beforeAll(async () => {
  await emptyBindings()
  await applySchema(env.DB)
})

test.each(queries)('%s seeks in requests and daily', async (_name, query = '') => {
  const parameters = Array.from({ length: new Set(query.match(/\?\d+/g)).size }, () => '[]')
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
    .bind(...parameters)
    .all<{ detail: string }>()
  const steps = plan.results.map(({ detail }) => detail)
  expect(steps).not.toEqual([])
  expect(steps.filter((step) => step.startsWith('SCAN') && !smallTables.test(step))).toEqual([])
})

test('the usage of one key has one seek a day', async () => {
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${usageQuery('day', true)}`)
    .bind('[]', 'alice', 1)
    .all<{ detail: string }>()
  expect(plan.results.map(({ detail }) => detail)).toContain(
    'SEARCH daily USING PRIMARY KEY (day=? AND key_id=?)',
  )
})

test('a page of all keys has one seek a key, and reads the rows of a page’s keys by their ids', async () => {
  const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${requests.requestsOfAll}`)
    .bind('', 'g', 50)
    .all<{ detail: string }>()
  const seeks = plan.results.map(({ detail }) => detail).filter((step) => step.startsWith('SEARCH'))
  expect(seeks).toEqual([
    'SEARCH first USING PRIMARY KEY (key_id=? AND id>? AND id<?)',
    'SEARCH requests USING PRIMARY KEY (key_id=? AND id=?)',
    'SEARCH near USING PRIMARY KEY (key_id=? AND id>? AND id<?)',
  ])
})
