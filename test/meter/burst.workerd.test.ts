import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/meter/finding.ts'
import { meterPort } from '../../src/meter/client.ts'
import type { Verdict } from '../../src/meter/terms.ts'
import { env } from 'cloudflare:workers'
import { all, allRequests, dailyRows, recount } from '../ledger/database.ts'
import { idOf, labelOf, openRowOf, rowOf } from '../ledger/rows.ts'
import { claimOf, dollar, usd } from './claims.ts'
import { meterOf, minute, pass, ring, setStage } from './stage.ts'

setStage()

/** Requests of 0.001 to 0.005 USD, whose answers cost half of that. */
const priceOf = (index: number) => 1_000_000 * (1 + (index % 5))

function openAll(from: number, to: number, keyOf = (_index: number) => 'alice'): Promise<Verdict[]> {
  const ids = Array.from({ length: to - from }, (_, index) => from + index)
  return Promise.all(
    ids.map((index) => {
      const key_id = keyOf(index)
      const claim = claimOf({ fixedNano: priceOf(index), output: null })
      return meterOf().open(openRowOf({ id: idOf(index), key_id }), labelOf({ key_id }), claim)
    }),
  )
}

const admittedOf = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap((verdict, index) => (verdict.how === 'admitted' ? [index] : []))

describe('1,000 requests at once on 1 USD', () => {
  test.each([
    ['of one key', () => 'alice'],
    ['of ten keys with one wallet', (index: number) => `key-${index % 10}`],
  ])(
    '%s: the worst cases of those that are admitted leave less than the smallest free',
    async (_what, keyOf) => {
      const verdicts = await openAll(0, 500, keyOf)
      await evictDurableObject(meterOf())
      verdicts.push(...(await openAll(500, 1000, keyOf)))
      const admitted = admittedOf(verdicts)
      const reserved = admitted.reduce((sum, index) => sum + priceOf(index), 0)
      expect(reserved).toBeLessThanOrEqual(usd)
      expect(reserved).toBeGreaterThan(usd - 1_000_000)
      expect(await meterOf().standing('alice', dollar)).toMatchObject({
        spentNano: 0,
        reservedNano: reserved,
      })

      const close = (index: number) =>
        rowOf({ id: idOf(index), key_id: keyOf(index), cost_nano_usd: priceOf(index) / 2 })
      await Promise.all(
        admitted.map((index) => meterOf().close(close(index), labelOf({ key_id: keyOf(index) }))),
      )
      await ring(meterOf())
      expect(await all('SELECT count(*) AS rows, sum(cost_nano_usd) AS cost FROM requests')).toEqual([
        { rows: admitted.length, cost: reserved / 2 },
      ])
      pass(61 * minute)
      await ring(meterOf())
      await evictDurableObject(meterOf())
      expect(await meterOf().standing('alice', dollar)).toMatchObject({
        spentNano: reserved / 2,
        reservedNano: 0,
      })
    },
  )
})

test('a job that ends after it was lost is one corrected row, and its money comes back', async () => {
  const port = meterPort(env.METER, 'alice', async () => undefined, { now: Date.now })
  const later = () => undefined
  expect(await port.open(openRowOf(), labelOf(), claimOf(), later)).toMatchObject({ how: 'admitted' })
  await port.defer(rowOf({ cost_nano_usd: null }), labelOf(), 'openai/resp_1', 9_000_000)
  await ring(meterOf())
  expect(await all('SELECT outcome, cost_nano_usd FROM requests')).toEqual([
    { outcome: 'lost', cost_nano_usd: 9_000_000 },
  ])
  await evictDurableObject(meterOf())
  pass(24 * 60 * minute)
  const { key_id: _key, id: _id, ...told } = rowOf()
  const finding: Finding = { ...told, outcome: 'complete' }
  expect(await port.finish('alice', 'openai/resp_1', finding)).toBe('billed')
  expect(await port.finish('alice', 'openai/resp_1', finding)).toBe('known')
  await ring(meterOf())
  expect(await allRequests()).toEqual([rowOf()])
  expect(await all(dailyRows)).toEqual(await all(recount))
  expect(await port.standing('alice', dollar)).toMatchObject({ spentNano: 450_000, reservedNano: 0 })
})

test('a Meter whose tables are of the version before is taken over as it wakes', async () => {
  await runInDurableObject(meterOf(), (_meter, { storage }) => {
    for (const column of ['key_id', 'opened_at', 'tokens', 'job'])
      storage.sql.exec(`ALTER TABLE rows DROP COLUMN ${column}`)
    storage.sql.exec('ALTER TABLE progress DROP COLUMN spent')
    storage.sql.exec(
      `INSERT INTO rows VALUES (?, 1, 'closed', ?, 0, ?, ?, NULL)`,
      rowOf().id,
      Date.now(),
      JSON.stringify(rowOf()),
      JSON.stringify(labelOf()),
    )
  })
  await evictDurableObject(meterOf())
  expect(await meterOf().standing('alice', dollar)).toMatchObject({
    spentNano: 450_000,
    requestsLastMinute: 1,
  })
  await meterOf().close(rowOf({ id: idOf(2) }), labelOf())
  await ring(meterOf())
  expect(await allRequests()).toEqual([rowOf(), rowOf({ id: idOf(2) })])
})
