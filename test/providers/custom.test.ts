import { describe, expect, test } from 'vitest'
import { openai } from '../../src/endpoints/openai.ts'
import { chargeOf } from '../../src/providers/charge.ts'
import { customProviders, type Mount, type UnitPrice } from '../../src/providers/custom.ts'

const midjourney: Mount = {
  name: 'mj',
  gateway: 'custom-midjourney',
  dialect: null,
  prefix: 'mj',
  units: [
    { method: '*', path: '/mj/*', unit: 'request', usd: 0.001 },
    { method: 'POST', path: '/mj/submit/*', unit: 'image', usd: 0.04 },
    { method: 'POST', path: '/mj/Submit/Describe', unit: 'text', usd: 0.07 },
  ],
}

describe('a mount', () => {
  test('is a row like any other', () => {
    const lab: Mount = { name: 'lab', gateway: 'custom-vllm', dialect: 'openai', prefix: 'v1', units: [] }
    const rows = customProviders([midjourney, lab])
    const common = {
      dialect: 'openai',
      credential: { header: 'authorization', scheme: 'Bearer' },
      unlisted: 'inference',
    }
    expect(Object.fromEntries(rows)).toEqual({
      mj: {
        ...common,
        slug: 'mj',
        gateway: 'custom-midjourney',
        prefix: 'mj',
        roots: [],
        instead: 'Send this to its own door, /mj/….',
        charges: [
          { method: 'POST', path: 'submit/describe', unit: 'text', nanoUsd: 70_000_000 },
          { method: 'POST', path: 'submit/*', unit: 'image', nanoUsd: 40_000_000 },
          { method: '*', path: '*', unit: 'request', nanoUsd: 1_000_000 },
        ],
      },
      lab: {
        ...common,
        slug: 'lab',
        gateway: 'custom-vllm',
        prefix: 'v1',
        roots: [
          { at: '', api: openai, asksUsage: true },
          { at: 'v1', api: openai, asksUsage: true },
        ],
        openaiAt: '',
        charges: [],
      },
    })
  })

  test('is compiled once a configuration', () => {
    const mounts = [midjourney]
    expect(customProviders(mounts)).toBe(customProviders(mounts))
    expect(customProviders([midjourney])).not.toBe(customProviders(mounts))
  })
})

describe('a charge', () => {
  const submit: UnitPrice = { method: 'POST', path: '/mj/submit/*', unit: 'image', usd: 0.04 }
  function charged(units: readonly UnitPrice[], line: string): unknown {
    const row = customProviders([{ ...midjourney, units }]).get('mj')
    const [method = '', path = ''] = line.split(' ')
    return chargeOf(row?.charges ?? [], method, [path.split('/')])
  }
  const image = { unit: 'image', nanoUsd: 40_000_000 }
  const free = { unit: null, nanoUsd: 0 }

  test.each([
    ['POST submit/imagine', image],
    ['POST submit/imagine/', image],
    ['POST Submit/a/b', image],
    ['POST submit', null],
    ['POST submitted/x', null],
    ['PUT submit/imagine', null],
    ['DELETE task/1', null],
    ['GET submit/imagine', free],
    ['GET task/1/fetch', free],
    ['HEAD task/1/fetch', free],
  ])('of %s is %j', (line, expected) => {
    expect(charged([submit], line)).toEqual(expected)
  })

  test('is nobody’s guess where the operator named none', () => {
    expect([charged([], 'GET task/1/fetch'), charged([], 'POST submit/imagine')]).toEqual([null, null])
  })

  test('is that of the most exact pattern, in whatever order they stand', () => {
    const { units } = midjourney
    for (const order of [units, units.toReversed()]) {
      expect(
        ['POST submit/describe', 'POST submit/imagine', 'PUT x', 'HEAD x'].map((line) =>
          charged(order, line),
        ),
      ).toEqual([
        { unit: 'text', nanoUsd: 70_000_000 },
        image,
        { unit: 'request', nanoUsd: 1_000_000 },
        { unit: 'request', nanoUsd: 1_000_000 },
      ])
    }
  })
})
