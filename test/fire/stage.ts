import { startGateway } from '../support/gateway.ts'
import { type Gateway } from '../support/gateway.ts'
import { act, type Seen } from './client.ts'
import { type House, openHouse } from './house.ts'
import { type FireKey, type HardBudget, keysFor } from './keys.ts'
import { type Odds, planOf } from './plan.ts'
import { isSocket, socketVendor, visit } from './sockets.ts'
import { createVendor, type Vendor } from './vendor.ts'

/** Clients, Worker and vendors, ready for the first request. */
export interface Stage {
  odds: Odds
  keys: Readonly<Record<string, FireKey>>
  budgets: readonly HardBudget[]
  vendor: Vendor
  gateway: Gateway
  house: House
  /** Sends this request, and tells what its client saw. */
  send(number: number): Promise<Seen>
  stop(): Promise<void>
}

const wrongToken = `sk-free-${'w'.repeat(40)}`

/** Sets it up for so many requests. */
export async function startStage(seed: number, requests: number, stalls: boolean): Promise<Stage> {
  const { keys, budgets, config } = keysFor(requests)
  const odds: Odds = { seed, keys, stalls }
  const vendor = createVendor(odds)
  const gateway = await startGateway(vendor.handler, socketVendor(vendor))
  const records = Object.fromEntries(Object.entries(keys).map(([id, { record }]) => [id, record]))
  const house = await openHouse({ gatewayUrl: gateway.url, records: { ...records, '@config': config } })
  return {
    odds,
    keys,
    budgets,
    vendor,
    gateway,
    house,
    async send(number) {
      const plan = planOf(odds, number)
      const { url } = await house.worker()
      const token = keys[plan.key]?.token ?? wrongToken
      return isSocket(number) ? visit(url, token, number) : act(url, token, plan)
    },
    async stop() {
      await house.stop()
      await gateway.stop()
    },
  }
}
