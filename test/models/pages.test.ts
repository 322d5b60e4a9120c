import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageAfter, pageAround } from '../../src/models/pages.ts'

function models(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `m${index}` }))
}

/** Ids of a page, and whether there are more; or what is wrong. */
function page(make: typeof pageAround, query: string, count = 5): unknown {
  const made = make(models(count), query)
  return made.ok ? [made.value.items.map(({ id }) => id).join(' '), made.value.more] : made.refusal
}

const bad = (message: string, param: string) => ({ reason: 'bad_request', message, param })

describe('a page of Anthropic’s list', () => {
  test.each([
    ['', ['m0 m1 m2 m3 m4', false]],
    ['limit=2', ['m0 m1', true]],
    ['limit=2&after_id=m1', ['m2 m3', true]],
    ['limit=2&after_id=m2', ['m3 m4', false]],
    ['after_id=m4', ['', false]],
    ['limit=2&before_id=m3', ['m1 m2', true]],
    ['limit=2&before_id=m2', ['m0 m1', false]],
    ['before_id=m0', ['', false]],
    ['limit=0', ['m0 m1 m2 m3 m4', false]],
    ['limit=&after_id=&before_id=', ['m0 m1 m2 m3 m4', false]],
    ['limit=-1', bad("The query's `limit` must be a whole number.", 'limit')],
    ['limit=two', bad("The query's `limit` must be a whole number.", 'limit')],
    ['limit=1&limit=2', bad('The query has `limit` twice. Send it once.', 'limit')],
    ['after_id=x', bad("The query's `after_id` names no model of this list.", 'after_id')],
    ['before_id=x', bad("The query's `before_id` names no model of this list.", 'before_id')],
    ['after_id=m1&before_id=m3', bad('Send `after_id` or `before_id`, not both.', 'before_id')],
  ])('for %j', (query, expected) => {
    expect(page(pageAround, query)).toEqual(expected)
  })

  test('has 20 models where nobody says, and 1,000 at most', () => {
    const long = models(1_500)
    const size = (query: string) => {
      const made = pageAround(long, query)
      return made.ok && made.value.items.length
    }
    expect([size(''), size('limit=1000'), size('limit=1200')]).toEqual([20, 1_000, 1_000])
  })
})

describe('a page of Google’s list', () => {
  test.each([
    ['', ['m0 m1 m2 m3 m4', false]],
    ['pageSize=3', ['m0 m1 m2', true]],
    ['pageSize=3&pageToken=m2', ['m3 m4', false]],
    ['pageSize=1.5', bad("The query's `pageSize` must be a whole number.", 'pageSize')],
    ['pageToken=x', bad("The query's `pageToken` names no model of this list.", 'pageToken')],
  ])('for %j', (query, expected) => {
    expect(page(pageAfter, query)).toEqual(expected)
  })
})

test('pages one after the other are the whole list, each model once', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 12 }), (count, size) => {
      const all = models(count)
      const seen: string[] = []
      for (let last = ''; ;) {
        const made = pageAround(all, `limit=${size}&after_id=${last}`)
        if (!made.ok) throw new Error(made.refusal.message)
        seen.push(...made.value.items.map(({ id }) => id))
        if (!made.value.more) break
        last = seen.at(-1) ?? ''
      }
      expect(seen).toEqual(all.map(({ id }) => id))
    }),
  )
})
