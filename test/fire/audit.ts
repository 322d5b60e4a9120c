import { setTimeout as pause } from 'node:timers/promises'
import { disagreements } from './books.ts'
import type { Seen } from './client.ts'
import { closeBooks } from './close.ts'
import type { Dispatch } from './dispatch.ts'
import { kinds } from './kinds.ts'
import type { Audit } from './outcome.ts'
import { planOf } from './plan.ts'
import { prices } from './prices.ts'
import { socketModel } from './sockets.ts'
import type { Stage } from './stage.ts'
import { faultsOfSums } from './sums.ts'

/** Compares the two books of a run that is over. */
export async function audit(stage: Stage, seen: readonly Seen[]): Promise<Audit> {
  const { house, vendor, keys, budgets, odds, gateway } = stage
  const closed = await closeBooks(await house.worker(), keys)
  const cancels = ({ number }: Seen): boolean => keys[planOf(odds, number).key]?.onDisconnect === 'cancel'
  const book = {
    dispatches: vendor.book,
    priceOf: (kind: Dispatch['kind']) => prices[kind === 'socket' ? socketModel : kinds[kind].model] ?? {},
    kills: house.kills,
    bounded: new Set(budgets.flatMap(({ keys }) => keys)),
    limited: new Set(Object.keys(keys).filter((id) => keys[id]?.isLimited)),
    cancels: new Set(Object.keys(keys).filter((id) => keys[id]?.onDisconnect === 'cancel')),
    unread: numbersOf(seen.filter((one) => one.how !== 'whole' && cancels(one))),
    heard: numbersOf(seen.filter(({ how }) => how === 'whole')),
  }
  const sums = faultsOfSums({ dispatches: vendor.book, budgets, keys, ...closed })
  const connections = await openConnections(gateway)
  if (connections > 0) sums.push(`${connections} connections to the gateway are still open`)
  return { dispatches: vendor.book, rows: closed.rows, found: disagreements(book, closed.rows), sums }
}

function numbersOf(seen: readonly Seen[]): ReadonlySet<number> {
  return new Set(seen.map(({ number }) => number))
}

/** Idle ones are closed after some seconds. */
async function openConnections(gateway: { connections(): number }): Promise<number> {
  for (let tries = 0; gateway.connections() > 0 && tries < 150; tries += 1) await pause(200)
  return gateway.connections()
}
