import { evictMeter, setFaults } from '../support/faults.ts'
import { chanceOf } from './chance.ts'
import type { House } from './house.ts'

export type TroubleName = 'kill' | 'evict' | 'database away' | 'database late' | 'database back'

export interface Trouble {
  /** It happens when this request is begun. */
  before: number
  what: TroubleName
  /** The Meter that is evicted. */
  meter?: string
}

export interface Amount {
  seed: number
  requests: number
  kills: number
  /** Requests from one eviction to the next. */
  evictEvery: number
  outages: number
  meters: readonly [string, ...string[]]
}

/** How long D1 stays away, and then late, in parts of the run. */
const away = 0.04

/** What happens to the Worker in the course of a run, in the order in which it does. */
export function troublesOf({ seed, requests, kills, evictEvery, outages, meters }: Amount): Trouble[] {
  const chance = chanceOf(seed, -1)
  const near = (share: number): number => Math.max(1, Math.round(requests * share) + chance.between(-9, 9))
  const list: Trouble[] = []
  for (let kill = 1; kill <= kills; kill += 1)
    list.push({ before: near((kill * 0.72) / kills), what: 'kill' })
  for (let outage = 1; outage <= outages; outage += 1) {
    const begins = near(((outage - 0.5) / outages) * 0.9)
    const step = Math.round(requests * away)
    list.push({ before: begins, what: 'database away' })
    list.push({ before: begins + step, what: 'database late' })
    list.push({ before: begins + 2 * step, what: 'database back' })
  }
  for (let before = evictEvery; before < requests; before += evictEvery)
    list.push({ before, what: 'evict', meter: chance.pick(meters) })
  return list.sort((one, other) => one.before - other.before)
}

/** Lets it happen; what cannot happen now, because the Worker is down, does not. */
export async function happen({ what, meter }: Trouble, house: House): Promise<boolean> {
  if (what === 'kill') {
    await house.kill()
    return true
  }
  const { url } = await house.worker()
  try {
    if (meter !== undefined) await evictMeter(url, meter)
    if (what === 'database away') await setFaults(url, { database: 'away', lateMs: 0 })
    if (what === 'database late') await setFaults(url, { database: 'here', lateMs: 400 })
    if (what === 'database back') await setFaults(url, { database: 'here', lateMs: 0 })
    return true
  } catch {
    return false
  }
}
