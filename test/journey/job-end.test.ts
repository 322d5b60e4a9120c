import { describe, expect, test } from 'vitest'
import { noteJob } from '../../src/journey/job-end.ts'
import { findingOf } from '../../src/journey/job-finding.ts'
import type { Sighting } from '../../src/journey/job-sighting.ts'
import type { ConfigPrices } from '../../src/keys/config-prices.ts'
import type { Row } from '../../src/ledger/row.ts'
import { nothingRead } from '../../src/usage/usage.ts'
import { openRowOf } from '../ledger/rows.ts'

const waiting = openRowOf({
  provider: 'lab',
  model: 'slow',
  served_model: 'slow-1',
  status: 200,
  outcome: 'complete',
})
const noCost = {
  free: false,
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  perUnit: null,
  unit: null,
}
const prices: ConfigPrices = [
  { ...noCost, key: 'lab/slow', input: 1_000_000, output: 2_000_000 },
  { ...noCost, key: 'lab/film', perUnit: 100, unit: 'second' },
]
const counted = { usage: { input: 3, output: 4, reasoning: 2 }, model: 'slow-2', final: true, failed: false }
const billed = {
  served_model: 'slow-2',
  usage_source: 'reported',
  input_tokens: 3,
  cache_read_tokens: null,
  cache_write_tokens: null,
  output_tokens: 4,
  reasoning_tokens: 2,
  details: null,
  units: null,
  unit: null,
  cost_nano_usd: 11,
  price_id: 'config/lab/slow',
  outcome: 'complete',
}
const uncounted = {
  ...billed,
  served_model: 'slow-1',
  input_tokens: null,
  output_tokens: null,
  reasoning_tokens: null,
}

describe('what the end of a job tells', () => {
  test('is priced as the request that began it', () => {
    expect(findingOf(waiting, { failed: false, reading: counted }, prices)).toEqual(billed)
  })

  test('is the provider’s own price where it states one', () => {
    const reading = { ...counted, usage: { ...counted.usage, statedCost: 5 } }
    expect(findingOf(waiting, { failed: false, reading }, prices)).toEqual({
      ...billed,
      cost_nano_usd: 5,
      price_id: 'stated',
    })
  })

  test('is nothing where it failed and states nothing', () => {
    const reading = { ...nothingRead, failed: true }
    expect(findingOf({ ...waiting, units: 8, unit: 'second' }, { failed: true, reading }, prices)).toEqual({
      ...uncounted,
      usage_source: 'none',
      cost_nano_usd: 0,
      price_id: 'free',
      outcome: 'upstream_error',
    })
  })

  test('is what it states where it failed all the same', () => {
    const reading = { ...counted, failed: true }
    expect(findingOf(waiting, { failed: true, reading }, prices)).toEqual({
      ...billed,
      outcome: 'upstream_error',
    })
  })

  test('is what the request asked for where the end does not count', () => {
    const film = { ...waiting, model: 'film', served_model: null, units: 8, unit: 'second' }
    expect(findingOf(film, { failed: false, reading: { final: true, failed: false } }, prices)).toEqual({
      ...uncounted,
      served_model: null,
      usage_source: 'estimated',
      units: 8,
      unit: 'second',
      cost_nano_usd: 800,
      price_id: 'config/lab/film',
    })
  })

  test('is not known where nobody says', () => {
    expect(findingOf(waiting, { failed: false, reading: nothingRead }, prices)).toEqual({
      ...uncounted,
      usage_source: 'none',
      cost_nano_usd: null,
      price_id: null,
    })
  })
})

describe('telling the Meter', () => {
  type Answer = 'ok' | 'unreachable'

  async function calls(
    sighting: Sighting,
    row: Row | null,
    answers: readonly Answer[] = [],
  ): Promise<unknown[]> {
    const made: unknown[] = []
    const next = [...answers]
    const answer = <T>(value: T, ...call: unknown[]) => {
      made.push(call)
      return Promise.resolve(next.shift() === 'unreachable' ? ('unreachable' as const) : value)
    }
    await noteJob(
      sighting,
      'alice',
      {
        poll: async (...given) => void made.push(['poll', ...given]),
        awaited: (...given) => answer(['lab/j'], 'awaited', ...given),
        waiting: (...given) => answer(row, 'waiting', ...given),
        finish: (...given) => answer('billed' as const, 'finish', ...given),
      },
      prices,
    )
    return made
  }
  const over = { how: 'over', job: 'lab/j', failed: false, reading: counted } as const
  const asked = ['waiting', 'alice', 'lab/j']

  test('says that a job still runs', async () => {
    const running = { how: 'running', job: 'lab/j' } as const
    expect(await calls(running, waiting)).toEqual([['poll', 'alice', 'lab/j', undefined]])
    expect(await calls({ ...running, results: 'lab/f' }, waiting)).toEqual([
      ['poll', 'alice', 'lab/j', 'lab/f'],
    ])
  })

  test('says nothing of one that begins: its row does', async () => {
    expect(await calls({ how: 'begun', job: 'lab/j' }, waiting)).toEqual([])
  })

  test('bills the end of a job that a request waits for', async () => {
    expect(await calls(over, waiting)).toEqual([asked, ['finish', 'alice', 'lab/j', billed]])
  })

  test('tells of many jobs in one call, and bills those that are over and that somebody waits for', async () => {
    const jobs = [
      { how: 'running', job: 'lab/other', results: 'lab/of-other' },
      { how: 'running', job: 'lab/b', results: 'lab/f' },
      { ...over, job: 'lab/elsewhere' },
      over,
    ] as const
    const asking = ['awaited', 'alice', ['lab/elsewhere', 'lab/j'], jobs.slice(0, 2)]
    expect(await calls({ how: 'listed', jobs }, waiting)).toEqual([
      asking,
      asked,
      ['finish', 'alice', 'lab/j', billed],
    ])
    expect(await calls({ how: 'listed', jobs }, waiting, ['unreachable'])).toEqual([asking])
  })

  test('bills a row that waits for the results already, of a job or of a list', async () => {
    const finished: unknown[][] = []
    const meter = {
      poll: () => Promise.resolve(),
      awaited: (_keyId: string, names: readonly string[]) =>
        Promise.resolve(names.filter((name) => name === 'lab/f')),
      waiting: (_keyId: string, name: string) => Promise.resolve(name === 'lab/f' ? waiting : null),
      finish: (...given: unknown[]) => {
        finished.push(given)
        return Promise.resolve('billed' as const)
      },
    }
    const seen = { ...over, results: 'lab/f' } as const
    await noteJob(seen, 'alice', meter, prices)
    await noteJob({ how: 'listed', jobs: [over, seen] }, 'alice', meter, prices)
    const end = ['alice', 'lab/f', billed]
    expect(finished).toEqual([end, end])
  })

  test('bills nothing that nobody waits for', async () => {
    expect(await calls(over, null)).toEqual([asked])
  })

  test('tries again while the Meter is away, and then leaves it to the next reading', async () => {
    const finish = ['finish', 'alice', 'lab/j', billed]
    expect(await calls(over, waiting, ['unreachable', 'ok', 'unreachable', 'ok', 'ok'])).toEqual([
      asked,
      asked,
      finish,
      asked,
      finish,
    ])
    const away = Array.from({ length: 9 }, () => 'unreachable' as const)
    expect(await calls(over, waiting, away)).toEqual([asked, asked, asked])
  })
})
