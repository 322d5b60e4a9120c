import { together } from '../budget/burst.ts'
import { audit } from './audit.ts'
import type { Seen } from './client.ts'
import type { Outcome } from './outcome.ts'
import { waitForAll } from './close.ts'
import { memoryOf, type Memory } from './memory.ts'
import { startStage } from './stage.ts'
import { happen, type Trouble, troublesOf } from './troubles.ts'

export interface FireOptions {
  seed: number
  requests: number
  atOnce: number
  kills: number
  /** Requests from one eviction to the next. */
  evictEvery: number
  outages: number
  /** Waits for what stalls. */
  stalls: boolean
  say: (text: string) => void
}

/** The last `workerd` has been up for a while by then. */
const warmShare = 0.8

/** A whole run, from the first request to the comparison of the books. */
export async function fire(options: FireOptions): Promise<Outcome> {
  const { seed, requests, atOnce, say } = options
  const stage = await startStage(seed, requests, options.stalls)
  try {
    const [first = '', ...others] = new Set(Object.values(stage.keys).map(({ meter }) => meter))
    const troubles = troublesOf({ ...options, meters: [first, ...others] })
    let warm: Memory | null = null
    const look = async (): Promise<void> => void (warm = await memoryOf(await stage.house.worker()))
    const happened: Trouble[] = []
    const running: Promise<void>[] = []
    const begin = (trouble: Trouble): void => {
      say(`request ${trouble.before}: ${trouble.what} ${trouble.meter ?? ''}`)
      running.push(happen(trouble, stage.house).then((did) => void (did && happened.push(trouble))))
    }
    const seen = await together(requests, atOnce, async (index): Promise<Seen> => {
      if (index === Math.floor(requests * warmShare)) running.push(look())
      while ((troubles[0]?.before ?? Infinity) <= index + 1) troubles.splice(0, 1).forEach(begin)
      return stage.send(index + 1)
    })
    await Promise.all(running)
    say('waiting for the last')
    await waitForAll(stage.vendor.book)
    const settled = await memoryOf(await stage.house.worker())
    const audited = await audit(stage, seen)
    return {
      ...audited,
      seed,
      seen,
      happened,
      logs: stage.house.logs(),
      memory: { warm, settled },
      kills: stage.house.kills,
    }
  } finally {
    await stage.stop()
  }
}
