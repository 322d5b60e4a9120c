import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { all, allRequests, dailyRows, recount } from '../ledger/database.ts'
import { idOf, labelOf, openRowOf, rowOf, rowsOf } from '../ledger/rows.ts'
import { alarmIn, closeAll, meterOf, ring, setStage, stored, watchLedger } from './stage.ts'

const errors = setStage()

describe('a ledger that fails', () => {
  test('is tried again later and later, keeps closes from hurrying it, and gets every row once', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999)
    const through = watchLedger(() => {
      throw new Error('D1_ERROR: Network connection lost.')
    })
    await closeAll(rowsOf(3))
    const waits: (number | null)[] = []
    for (let tries = 0; tries < 9; tries += 1) {
      await ring(meterOf())
      await meterOf().close(rowOf({ id: idOf(10 + tries) }), labelOf())
      waits.push(await alarmIn(meterOf()))
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300].map((seconds) => seconds * 1000))
    expect([through, await allRequests()]).toEqual([[], []])

    vi.restoreAllMocks()
    await ring(meterOf())
    expect((await allRequests()).length).toBe(12)
    expect(await all(dailyRows)).toEqual(await all(recount))
  })

  test('its trouble is remembered over an eviction', async () => {
    watchLedger(() => {
      throw new Error("Your account has exceeded D1's free tier daily row write limit")
    })
    await closeAll(rowsOf(1))
    await ring(meterOf())
    const before = await alarmIn(meterOf())
    await evictDurableObject(meterOf())
    await meterOf().close(rowOf({ id: idOf(7) }), labelOf())
    expect(before).toBeGreaterThanOrEqual(150_000)
    expect(await alarmIn(meterOf())).toBe(before)
  })

  test('without tables it gets them', async () => {
    await closeAll(rowsOf(2))
    await ring(meterOf())
    await env.DB.exec(
      'DROP VIEW usage; DROP TABLE requests; DROP TABLE daily; DROP TABLE keys; DELETE FROM d1_migrations',
    )
    await meterOf().close(rowOf({ id: idOf(5) }), labelOf())
    await ring(meterOf())
    expect(await alarmIn(meterOf())).toBe(2000)
    await ring(meterOf())
    expect(await allRequests()).toEqual([rowOf({ id: idOf(5) })])
  })

  test('says so in the log, without a row', async () => {
    watchLedger(() => {
      throw new Error('D1 DB is overloaded. Too many requests queued.')
    })
    await closeAll(rowsOf(1))
    await ring(meterOf())
    expect(errors.map((line): unknown => JSON.parse(line))).toEqual([
      {
        event: 'ledger_write_failed',
        meter: 'alice',
        failure: 'later',
        error: 'D1 DB is overloaded. Too many requests queued.',
        watermark: 0,
        attempt: 1,
        retryAt: Date.now() + ((await alarmIn(meterOf())) ?? 0),
      },
    ])
  })
})

test('an alarm whose own storage fails does not throw, and the next one brings what it could not', async () => {
  const meter = meterOf()
  await closeAll(rowsOf(1))
  await runInDurableObject(meter, async (instance, { storage }) => {
    const exec = vi.spyOn(storage.sql, 'exec').mockImplementation(() => {
      throw new Error('storage is not there')
    })
    await storage.deleteAlarm()
    await instance.alarm()
    exec.mockRestore()
  })
  expect(errors).toEqual([
    JSON.stringify({ event: 'meter_alarm_failed', meter: 'alice', error: 'storage is not there' }),
  ])
  expect(await alarmIn(meter)).toBe(2000)
  await ring(meter)
  expect(await allRequests()).toEqual(rowsOf(1))
})

describe('a row that D1 refuses for what it says', () => {
  const bad = rowOf({ id: idOf(300), status: 200.5 })

  test('is set aside alone, while the others of its batch arrive', async () => {
    const meter = meterOf()
    await closeAll(rowsOf(500).map((row) => (row.id === bad.id ? bad : row)))
    await ring(meter)
    expect(await all('SELECT count(*) AS rows FROM requests')).toEqual([{ rows: 499 }])
    const error = expect.stringContaining('cannot store REAL value in INTEGER column requests.status')
    expect(await meter.setAside()).toEqual([{ id: bad.id, key_id: 'alice', error }])
  })

  test('is not sent again, stays over an eviction, and does not keep the Meter awake', async () => {
    await meterOf().close(bad, labelOf())
    await ring(meterOf())
    await evictDurableObject(meterOf())
    const through = watchLedger()
    await meterOf().close(rowOf(), labelOf())
    await ring(meterOf())
    await ring(meterOf())
    expect(through).toEqual([[rowOf().id]])
    expect([await stored(meterOf()), await alarmIn(meterOf())]).toEqual([
      [{ id: bad.id, state: 'closed', rev: 1 }],
      null,
    ])
  })

  test('is not set aside when its end came while it was under way', async () => {
    await meterOf().open(openRowOf({ attempts: 1.5 }), labelOf(), null)
    watchLedger(async () => meterOf().close(rowOf(), labelOf()))
    await ring(meterOf())
    expect([await meterOf().setAside(), await allRequests()]).toEqual([[], [rowOf()]])
  })

  test('is sent again when its end is reported', async () => {
    await meterOf().open(openRowOf({ attempts: 1.5 }), labelOf(), null)
    await ring(meterOf())
    expect((await meterOf().setAside()).length).toBe(1)
    await meterOf().close(rowOf(), labelOf())
    await ring(meterOf())
    expect([await meterOf().setAside(), await allRequests()]).toEqual([[], [rowOf()]])
  })
})
