import { describe, expect, test } from 'vitest'
import { listAt, listFlags } from '../../src/cli/key-list.ts'
import { memoryStores, typedAs } from './memory-stores.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const hash = 'a'.repeat(64)

async function list(texts: Record<string, string>, ...args: string[]) {
  const done = await listAt(memoryStores(texts), typedAs(listFlags, ...args), now)
  return done.ok ? done.says : done.message
}

describe('key list', () => {
  test('shows a key a line, and what others wrote made harmless', async () => {
    const texts = {
      '@config': '{"wallets":{"research":{"usd":5,"per":"day"}}}',
      alice: JSON.stringify({
        hash,
        name: '<b>Alice</b>\u202e',
        budget: { usd: 20, per: 'month', mode: 'soft' },
        limits: { rpm: 5 },
        tags: { team: 'a' },
        expires: '2026-11-20',
      }),
      broken: '{"hsah": 1}',
      [`sha256:${hash}`]: '{"id":"bob","wallet":"research","enabled":false}',
    }
    const [headings, ...lines] = (await list(texts)).split('\n').map((line) => line.split(/ {2,}/))
    expect(headings).toEqual([
      'id',
      'name',
      'condition',
      'budget',
      'limits',
      'models',
      'scopes',
      'expires (UTC)',
      'tags',
    ])
    expect(lines).toEqual([
      [
        'alice',
        '<b>Alice</b>',
        'expired',
        '20/month soft',
        'rpm 5',
        '–',
        'inference',
        '2026-11-21T00:00:00Z',
        'team=a',
      ],
      ['broken', '–', 'invalid: unknown field "hsah" (did you mean "hash"?)', '–', '–', '–', '–', '–', '–'],
      ['bob', '–', 'disabled', 'wallet research', '–', '–', 'inference', '–', '–'],
      [''],
      ['Keys: 1 to 3 of 3'],
    ])
  })

  test('tells of a wallet that is nowhere', async () => {
    const texts = {
      '@config': '{"wallets":{"research":{"usd":5,"per":"day"}}}',
      alice: JSON.stringify({ hash, wallet: 'research' }),
      bob: JSON.stringify({ hash, wallet: 'reserch' }),
    }
    const told = JSON.parse(await list(texts, '--json')) as Record<string, unknown>[]
    expect(told.map(({ id, condition, problem }) => [id, condition, problem])).toEqual([
      ['alice', 'enabled', null],
      ['bob', 'invalid', 'its wallet reserch is not in @config.wallets (did you mean research?)'],
    ])
    expect((await list(texts)).split('\n')[2]).toMatch(
      /^bob +– +invalid: its wallet reserch is not in @config\.wallets \(did you mean research\?\) +wallet reserch /,
    )
  })

  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `key-${String(index).padStart(5, '0')}`,
      `{"hash":"${hash}"}`,
    ]),
  )

  test('goes through ten thousand keys in pages', async () => {
    const first = await list(many)
    const last = await list(many, '--page=200')
    expect([first.split('\n').length, first.split('\n').at(-1)]).toEqual([
      53,
      'Keys: 1 to 50 of 10000; the next: --page 2',
    ])
    expect([last.split('\n').length, last.split('\n').at(-1)]).toEqual([53, 'Keys: 9951 to 10000 of 10000'])
    expect(await list(many, '--page=201')).toMatch(/Keys: none of 10000$/)
  })

  test('gives scripts all of them at once', async () => {
    const keys = JSON.parse(await list(many, '--json', '--all', '--prefix=key-0000')) as unknown[]
    expect(keys).toHaveLength(10)
    expect(keys[0]).toEqual({
      id: 'key-00000',
      kv_name: 'key-00000',
      condition: 'enabled',
      problem: null,
      entry: { hash },
    })
  })

  test.each(['0', '1.5', 'x'])('refuses page %s', async (page) => {
    expect(await list({}, `--page=${page}`)).toBe('--page is a whole number from 1')
  })
})
