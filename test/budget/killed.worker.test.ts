import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'
import { accountOf, chat, together } from './burst.ts'
import { gpt4oVendor, seeded, type Vendor } from './vendor.ts'

const usd = 1_000_000_000
const { token, record } = makeKey('dollar', { budget: { usd: 1, per: 'total' } })

let gateway: Gateway
let vendor: Vendor
let folder: string
const running: BuiltWorker[] = []
/** What an arrival at the vendor waits for. */
let arrives: () => Promise<void>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-killed-'))
  vendor = gpt4oVendor(seeded(1))
  gateway = await startGateway(async (reply, arrival) => {
    await arrives()
    return vendor.handler(reply, arrival)
  })
})

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.stop()
  await gateway.stop()
  await rm(folder, { recursive: true })
})

async function start(): Promise<BuiltWorker> {
  const records = { dollar: record }
  const worker = await startWorker({ gatewayUrl: gateway.url, records, persist: folder })
  running.push(worker)
  return worker
}

test('a workerd that is killed in the middle of a thousand requests spends no cent more, and forgets none', async () => {
  const random = seeded(2)
  const first = await start()
  let arrived = 0
  let kill = (): void => {}
  const killed = new Promise<void>((resolve) => (kill = resolve)).then(() => first.kill9())
  // From the twentieth on they are under way when it dies.
  arrives = async () => {
    arrived += 1
    if (arrived === 20) kill()
    if (arrived >= 20) await killed
  }
  const before = together(500, 100, () =>
    chat(first.url, token, random).then(
      ({ status }) => status,
      () => 'cut off' as const,
    ),
  )
  await killed
  const cutOff = (await before).filter((how) => how === 'cut off')
  expect(cutOff.length).toBeGreaterThan(0)

  const second = await start()
  const held = await accountOf(second.url, token)
  // What was under way when it died is held at its worst case until it counts as lost.
  expect(held.reserved).toBeGreaterThan(0)
  expect(held.spent + held.reserved).toBeGreaterThanOrEqual(vendor.spent())
  expect(held.spent + held.reserved).toBeLessThanOrEqual(usd)

  const after = await together(500, 100, () => chat(second.url, token, random))
  const fair = new Set(['200 null', '429 insufficient_quota'])
  expect(after.filter(({ status, code }) => !fair.has(`${status} ${code}`))).toEqual([])
  expect(vendor.spent()).toBeLessThanOrEqual(usd)

  // All that has ended is in the ledger, once, at what is spent; what was cut off is not.
  const difference = async (): Promise<number> => {
    const rows = await second.rows(0)
    const { spent } = await accountOf(second.url, token)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    return rows.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0), 0) - spent
  }
  await expect.poll(difference, { timeout: 15_000 }).toBe(0)
  const now = await accountOf(second.url, token)
  expect(now.spent + now.reserved).toBeGreaterThanOrEqual(vendor.spent())
  expect(now.spent + now.reserved).toBeLessThanOrEqual(usd)
}, 180_000)
