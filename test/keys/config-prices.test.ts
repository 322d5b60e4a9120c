import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/keys/config.ts'

function parse(prices: unknown) {
  return parseConfig(JSON.stringify({ prices }), new Set())
}

const nothing = {
  free: false,
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  perUnit: null,
  unit: null,
}

describe('the prices of a configuration', () => {
  test('are in nano-USD, to the digit that was written', () => {
    const parsed = parse({
      'lab/llama-4': { input: 0.2, output: 0.6, cache_read: 0.07, cache_write: 1e-9 },
      'mj/*': { usd: 0.04, unit: 'image' },
      any: { usd: 1_000_000 },
      'lab/*': { free: true },
      'lab/zero': { free: true, input: 0, output: 0, usd: 0, unit: 'image' },
    })
    expect(parsed.ok && parsed.config.prices).toEqual([
      {
        ...nothing,
        key: 'lab/llama-4',
        input: 200_000_000,
        output: 600_000_000,
        cacheRead: 70_000_000,
        cacheWrite: 1,
      },
      { ...nothing, key: 'mj/*', perUnit: 40_000_000, unit: 'image' },
      { ...nothing, key: 'any', perUnit: 1_000_000_000_000_000 },
      { ...nothing, key: 'lab/*', free: true },
      { ...nothing, key: 'lab/zero', free: true, input: 0, output: 0, perUnit: 0, unit: 'image' },
    ])
  })

  test('may be none', () => {
    const parsed = parse({})
    expect(parsed.ok && parsed.config.prices).toEqual([])
  })

  const amount = 'must be a number of USD above 0 and at most 1,000,000, or 0 beside "free": true'
  const key =
    'must have keys of 1 to 180 characters without blanks: "provider/model", a bare model or a pattern with *'
  test.each([
    [{ x: { input: 0 } }, `prices.x.input ${amount}`],
    [{ x: { input: 1, output: 0 } }, `prices.x.output ${amount}`],
    [{ x: { cache_read: -0.1 } }, `prices.x.cache_read ${amount}`],
    [{ x: { cache_write: '0.5' } }, `prices.x.cache_write ${amount}`],
    [{ x: { usd: 1e-10 } }, `prices.x.usd ${amount}`],
    [{ x: { usd: 1_000_001 } }, `prices.x.usd ${amount}`],
    [{ x: { input: null } }, `prices.x.input ${amount}`],
    [{ x: { free: true, input: 0.1 } }, `prices.x.input ${amount}`],
    [{ x: { free: false, input: 0.1 } }, 'prices.x.free must be true, or be left out'],
    [{ x: {} }, 'prices.x must have a price: "input" and "output", "usd", or "free": true'],
    [{ x: { input: 1, unit: 'image' } }, 'prices.x.unit must stand beside "usd", its price'],
    [{ x: { usd: 1, unit: 'Images!' } }, 'prices.x.unit must be a singular noun in lower case, as "image"'],
    [{ x: 5 }, 'prices.x must be an object with "input" and "output", "usd", or "free"'],
    [{ x: { input: 1, inputs: 1 } }, 'unknown field "inputs" in prices.x (did you mean "input"?)'],
    [
      { 'a/b': { input: 1, cacheRead: 1 } },
      'unknown field "cacheRead" in prices."a/b" (did you mean "cache_read"?)',
    ],
    [{ 'a b': { input: 1 } }, `prices ${key}`],
    [{ ['x'.repeat(181)]: { input: 1 } }, `prices ${key}`],
    [
      [],
      'prices must be an object of at most 1,000 prices by "provider/model", a bare model or a pattern with *',
    ],
  ])('say what is wrong with them (%#)', (prices, message) => {
    expect(parse(prices)).toEqual({ ok: false, message })
  })
})
