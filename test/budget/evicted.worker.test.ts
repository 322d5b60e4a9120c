import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { evictMeter } from '../support/faults.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'
import { accountOf, chat, together, useUp } from './burst.ts'
import { gpt4oVendor, seeded, type Vendor } from './vendor.ts'

const usd = 1_000_000_000
const { token, record } = makeKey('dollar', { budget: { usd: 1, per: 'total' } })

let gateway: Gateway
let worker: BuiltWorker
let vendor: Vendor

beforeAll(async () => {
  vendor = gpt4oVendor(seeded(1))
  gateway = await startGateway(vendor.handler)
  worker = await startWorker({ gatewayUrl: gateway.url, records: { dollar: record }, faulty: true })
})

afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

test('a Meter that is evicted again and again in the middle of a thousand requests spends no cent more, loses no row, and uses the budget up', async () => {
  const random = seeded(2)
  let ended = 0
  const answers = await together(1_000, 1_000, async () => {
    const answer = await chat(worker.url, token, random)
    if (++ended % 50 === 0) await evictMeter(worker.url, 'dollar')
    return answer
  })
  // A Meter that is just being made anew may be missed: then the key is asked to come back, not let through.
  const fair = new Set(['200 null', '429 insufficient_quota', '503 meter_unavailable'])
  expect(answers.filter(({ status, code }) => !fair.has(`${status} ${code}`))).toEqual([])
  expect(answers.filter(({ status }) => status === 200).length).toBe(vendor.requests())
  expect(vendor.spent()).toBeLessThanOrEqual(usd)
  const required = await useUp(worker.url, token)
  expect(vendor.spent()).toBeLessThanOrEqual(usd)
  expect(usd - vendor.spent()).toBeLessThan(required)

  const rows = await worker.rows(vendor.requests())
  expect(rows.length).toBe(vendor.requests())
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  expect(rows.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0), 0)).toBe(vendor.spent())
  expect(await accountOf(worker.url, token)).toEqual({ spent: vendor.spent(), reserved: 0 })
}, 180_000)
