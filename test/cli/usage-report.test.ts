import { describe, expect, test } from 'vitest'
import { usageAt, usageFlags } from '../../src/cli/usage-report.ts'
import { memoryStores, seedRows, typedAs } from './memory-stores.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const yesterday = now - 86_400_000

function stores() {
  const made = memoryStores()
  const counts = { input_tokens: 10, output_tokens: 5, cost_nano_usd: 1_500_000 }
  seedRows(
    made,
    [
      { key_id: 'alice', at: now, ...counts },
      {
        key_id: 'alice',
        at: yesterday,
        ...counts,
        model: 'claude-x',
        provider: 'anthropic',
        cost_nano_usd: 2_000_000_000,
      },
      { key_id: 'bob', at: yesterday, ...counts, cost_nano_usd: null },
      { key_id: 'bob', at: now - 30 * 86_400_000, ...counts },
    ],
    { alice: '{"team":"research"}' },
  )
  return made
}

async function usage(...args: string[]) {
  const done = await usageAt(stores(), typedAs(usageFlags, ...args), now)
  return done.ok ? done.says : done.message
}

describe('npm run usage', () => {
  test('shows the last seven days by model, the dearest first', async () => {
    expect(await usage()).toBe(
      `model     requests  errors  input  cached  output     USD  unpriced
claude-x         1       0     10       0       5    2.00         0
gpt-4o           2       0     20       0      10  0.0015         1
total            3       0     30       0      15  2.0015         1

Used from 2026-11-16 to 2026-11-22 (UTC).
Without a cost: 1, for they ended before a count came or their model has no price: give such a model one in @config.prices, then npm run recost.`,
    )
  })

  test('says apart what failed before a count came, which no price would help', async () => {
    const made = memoryStores()
    const failure = { key_id: 'alice', at: now, outcome: 'upstream_error', status: 502 } as const
    seedRows(made, [failure, { ...failure, outcome: 'lost', status: null, model: 'gpt-x' }])
    const only = await usageAt(made, typedAs(usageFlags), now)
    seedRows(made, [{ key_id: 'alice', at: now + 1, model: 'llama-4', input_tokens: 10 }])
    const both = await usageAt(made, typedAs(usageFlags), now)
    const notes = [only, both].map((done) => done.ok && done.says.split('(UTC).')[1])
    expect(notes).toEqual([
      '\nFailed before a count came, and without a cost: 2.',
      '\nFailed before a count came, and without a cost: 2.\nWithout a cost: 1, for they ended before a count came or their model has no price: give such a model one in @config.prices, then npm run recost.',
    ])
  })

  test.each([
    [
      'day',
      [
        ['2026-11-21', 2],
        ['2026-11-22', 1],
      ],
    ],
    [
      'key',
      [
        ['alice', 2],
        ['bob', 1],
      ],
    ],
    [
      'provider',
      [
        ['anthropic', 1],
        ['openai', 2],
      ],
    ],
    ['wallet', [['(no wallet)', 3]]],
    ['tag', [['team=research', 2]]],
  ])('groups by %s', async (group, expected) => {
    const { rows } = JSON.parse(await usage('--by', group, '--json')) as { rows: Record<string, unknown>[] }
    const named = rows.map((row) => [
      row['day'] ??
        row['key_id'] ??
        row['provider'] ??
        (row['wallet'] === '' ? '(no wallet)' : `${String(row['tag'])}=${String(row['value'])}`),
      row['requests'],
    ])
    expect(named).toEqual(expected)
  })

  test('is of one key alone', async () => {
    const said = JSON.parse(await usage('--key=bob', '--since=60d', '--json')) as Record<string, unknown>
    expect(said).toMatchObject({
      from: '2026-09-24',
      to: '2026-11-22',
      group: 'model',
      totals: { requests: 2 },
    })
  })

  test('says so when there is nothing', async () => {
    expect(await usage('--key=carol')).toBe(
      'Nothing was used of key carol from 2026-11-16 to 2026-11-22 (UTC).',
    )
    const done = await usageAt(memoryStores({}, false), typedAs(usageFlags), now)
    expect(done).toEqual({ ok: true, says: 'Nothing was used from 2026-11-16 to 2026-11-22 (UTC).' })
  })

  test('refuses an unknown group', async () => {
    expect(await usage('--by=modle')).toBe(
      '--by must be one of day, model, provider, key, wallet, tag (did you mean model?)',
    )
  })
})
