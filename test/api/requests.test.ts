import { describe, expect, test } from 'vitest'
import type { LedgerReader, Page } from '../../src/ledger/reader.ts'
import type { Row } from '../../src/ledger/row.ts'
import { idOf, rowOf } from '../ledger/rows.ts'
import { ask, emptyLedger, jsonOf, portsOf, refusalOf } from './stage.ts'

function ledgerWith(rows: Row[]) {
  const pages: Page[] = []
  const ledger: LedgerReader = {
    ...emptyLedger,
    async requests(page) {
      pages.push(page)
      return rows.slice(0, page.limit)
    },
    request: async (id, keyId) =>
      rows.find((row) => row.id === id && (keyId === null || row.key_id === keyId)) ?? null,
  }
  return { pages, ports: portsOf({ ledger }) }
}

/** A row with its two JSON columns as objects. */
function shown(row: Row): object {
  return { ...row, details: { audio_input_tokens: 3 }, tags: { team: 'research' } }
}

describe('a page of requests', () => {
  test('has fifty rows and the cursor of the next page, where nobody says otherwise', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => rowOf({ id: idOf(100 - index) }))
    const { pages, ports } = ledgerWith(rows)
    const [status, json] = await jsonOf(ask('/api/requests', ports))
    expect([status, json]).toEqual([200, { requests: rows.slice(0, 50).map(shown), next: idOf(51) }])
    expect(pages).toEqual([{ keyId: 'alice', days: null, before: null, limit: 50 }])
  })

  test('has no cursor where it is not full', async () => {
    const { ports } = ledgerWith([rowOf()])
    expect(await jsonOf(ask('/api/requests?limit=2', ports))).toEqual([
      200,
      { requests: [shown(rowOf())], next: null },
    ])
  })

  test('is asked for by key, days, cursor and size', async () => {
    const { pages, ports } = ledgerWith([])
    const path = `/api/requests?key=bob&from=2035-06-01&to=2035-06-02&cursor=${idOf(7)}&limit=200`
    await ask(path, ports, { as: 'admin' })
    const days = { from: '2035-06-01', to: '2035-06-02' }
    expect(pages).toEqual([{ keyId: 'bob', days, before: idOf(7), limit: 200 }])
  })

  test('is of all keys for an operator', async () => {
    const { pages, ports } = ledgerWith([])
    await ask('/api/requests', ports, { as: 'admin' })
    expect(pages).toEqual([{ keyId: null, days: null, before: null, limit: 50 }])
  })

  test('has details that are no JSON as null, not as a text', async () => {
    const { ports } = ledgerWith([rowOf({ details: '{', tags: null })])
    const [, json] = await jsonOf(ask('/api/requests', ports))
    expect(json).toEqual({ requests: [{ ...rowOf(), details: null, tags: null }], next: null })
  })

  test('is CSV with the ledger’s columns, and the cursor in a header', async () => {
    const rows = [rowOf({ model: '=1+1', endpoint: 'a,b' }), rowOf()]
    const { ports } = ledgerWith(rows)
    const answer = await ask('/api/requests?limit=2', ports, { headers: { accept: 'text/csv' } })
    const [names = '', first = ''] = (await answer.text()).split('\r\n')
    expect(names).toBe(Object.keys(rowOf()).join(','))
    expect(first).toContain(`alice,${idOf(1)},`)
    expect(first).toContain(`,openai,"a,b",openai,'=1+1,`)
    expect(first).toContain(`,"{""team"":""research""}"`)
    expect(answer.headers.get('tollgate-next')).toBe(idOf(1))
  })

  test.each([
    ['cursor=1', 'cursor', 'must be the `next` of another page'],
    ['cursor=%27%20OR%201', 'cursor', 'must be the `next` of another page'],
    [`cursor=${'f'.repeat(5000)}`, 'cursor', 'must be the `next` of another page'],
    ['limit=0', 'limit', 'must be a whole number from 1 to 200'],
    ['limit=201', 'limit', 'must be a whole number from 1 to 200'],
    ['limit=1e2', 'limit', 'must be a whole number from 1 to 200'],
    ['from=2035-13-01', 'from', 'must be a day that exists, in UTC, as "2027-06-30"'],
  ])('is refused with %s', async (query, param, what) => {
    const refusal = { status: 400, code: null, param, message: `The parameter \`${param}\` ${what}.` }
    expect(await refusalOf(ask(`/api/requests?${query}`, portsOf()))).toEqual(refusal)
  })
})

describe('one request', () => {
  const bobs = rowOf({ key_id: 'bob', id: idOf(2) })
  const { ports } = ledgerWith([rowOf(), bobs])
  const notThere = (id: string) => ({
    status: 404,
    code: 'not_found',
    param: null,
    message: `There is no request \`${id}\` of this key. A row comes some seconds after the end of its answer.`,
  })

  test('is seen by its key', async () => {
    expect(await jsonOf(ask(`/api/requests/${idOf(1)}`, ports))).toEqual([200, shown(rowOf())])
  })

  test('of another key is not there', async () => {
    expect(await refusalOf(ask(`/api/requests/${idOf(2)}`, ports))).toEqual(notThere(idOf(2)))
  })

  test('of every key is seen by an operator', async () => {
    expect(await jsonOf(ask(`/api/requests/${idOf(2)}`, ports, { as: 'admin' }))).toEqual([200, shown(bobs)])
  })

  test.each(['nonsense', '<i>', `${idOf(1)}/more`])('has no such id: %s', async (id) => {
    expect(await refusalOf(ask(`/api/requests/${encodeURI(id)}`, ports))).toEqual(notThere(id))
  })
})
