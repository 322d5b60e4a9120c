import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'
import { type Answered, accountOf, chat, together, useUp } from './burst.ts'
import { gpt4oVendor, seeded, type Vendor } from './vendor.ts'

const usd = 1_000_000_000

let gateway: Gateway
let worker: BuiltWorker
let vendor: Vendor
const dollar = makeKey('dollar', { budget: { usd: 1, per: 'total' } })
const members = Array.from({ length: 10 }, (_, index) => makeKey(`member-${index}`, { wallet: 'research' }))

beforeAll(async () => {
  vendor = gpt4oVendor(seeded(1))
  gateway = await startGateway(vendor.handler)
  worker = await startWorker({
    gatewayUrl: gateway.url,
    records: {
      '@config': { wallets: { research: { usd: 1, per: 'total' } } },
      dollar: dollar.record,
      ...Object.fromEntries(members.map(({ record }, index) => [`member-${index}`, record])),
    },
  })
})

afterAll(async () => {
  await worker.stop()
  await gateway.stop()
})

/** Every one of them was served, or refused for money. */
function servedOf(answers: readonly Answered[]): number {
  const served = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status !== 200)
  expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(
    new Set(['429 insufficient_quota']),
  )
  expect(served.some(({ clamped }) => clamped !== null)).toBe(true)
  return served.length
}

/** Each request of these keys that reached the vendor is one row, at what the vendor charged for it. */
function booked(rows: readonly Row[], isTheirs: (keyId: string) => boolean): void {
  const theirs = rows.filter(({ key_id: keyId }) => isTheirs(keyId))
  expect(theirs.length).toBe(vendor.requests(isTheirs))
  expect(theirs.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0), 0)).toBe(vendor.spent(isTheirs))
  expect(theirs.filter(({ usage_source: source }) => source !== 'reported')).toEqual([])
}

describe('many requests at once on one dollar', () => {
  test('a thousand of one key spend at most that, are all answered, and every admitted one is a row', async () => {
    const isDollar = (keyId: string): boolean => keyId === 'dollar'
    const random = seeded(2)
    const served = servedOf(await together(1_000, 1_000, () => chat(worker.url, dollar.token, random)))
    expect(served).toBe(vendor.requests(isDollar))
    expect(vendor.spent(isDollar)).toBeLessThanOrEqual(usd)

    const required = await useUp(worker.url, dollar.token)
    booked(await worker.rows(vendor.requests()), isDollar)
    expect(vendor.spent(isDollar)).toBeLessThanOrEqual(usd)
    expect(usd - vendor.spent(isDollar)).toBeLessThan(required)
    expect(await accountOf(worker.url, dollar.token)).toEqual({ spent: vendor.spent(isDollar), reserved: 0 })
  }, 180_000)

  test('a thousand of ten keys with one wallet likewise', async () => {
    const isMember = (keyId: string): boolean => keyId.startsWith('member-')
    const random = seeded(3)
    const tokenOf = (index: number): string => members[index % members.length]?.token ?? ''
    const served = servedOf(await together(1_000, 1_000, (index) => chat(worker.url, tokenOf(index), random)))
    expect(served).toBe(vendor.requests(isMember))
    expect(vendor.spent(isMember)).toBeLessThanOrEqual(usd)

    const required = await useUp(worker.url, tokenOf(7))
    booked(await worker.rows(vendor.requests()), isMember)
    expect(vendor.spent(isMember)).toBeLessThanOrEqual(usd)
    expect(usd - vendor.spent(isMember)).toBeLessThan(required)
    const spenders = members.filter((_, index) => vendor.requests((keyId) => keyId === `member-${index}`) > 0)
    expect(spenders.length).toBeGreaterThan(1)
    const { spent, reserved } = await accountOf(worker.url, tokenOf(0))
    expect([spent, reserved]).toEqual([vendor.spent(isMember), 0])
  }, 180_000)
})
