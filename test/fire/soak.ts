import { lookAtMeter } from '../support/faults.ts'
import { audit } from './audit.ts'
import { waitForAll } from './close.ts'
import type { Seen } from './client.ts'
import { memoryOf } from './memory.ts'
import type { Audit } from './outcome.ts'
import { growthOf, type Sample } from './slope.ts'
import { type Stage, startStage } from './stage.ts'

export interface SoakOptions {
  seed: number
  minutes: number
  /** Requests a second. */
  rate: number
  say: (text: string) => void
}

/** What an hour or so of the same load showed. */
export interface Soaked extends Audit {
  samples: readonly Sample[]
  seen: readonly Seen[]
  /** Of the heap, in MB an hour, in the second half; null where the isolate did not tell. */
  growthMb: number | null
}

/** The mixed load at a modest rate, nothing killed and nothing evicted, with a sample a minute. */
export async function soak({ seed, minutes, rate, say }: SoakOptions): Promise<Soaked> {
  const requests = Math.round(minutes * 60 * rate)
  const stage = await startStage(seed, requests, true)
  try {
    const begunAt = performance.now()
    const seen: Seen[] = []
    const samples: Sample[] = []
    const running = new Set<Promise<unknown>>()
    let next = 1
    await new Promise<void>((resolve) => {
      const clock = setInterval(() => {
        const due = Math.min(requests, Math.floor(((performance.now() - begunAt) / 1000) * rate))
        for (; next <= due; next += 1) {
          const one = stage.send(next).then((told) => seen.push(told))
          running.add(one)
          void one.finally(() => running.delete(one))
        }
        if (next > requests) {
          clearInterval(clock)
          resolve()
        }
      }, 20)
      const looking = setInterval(() => {
        if (next > requests) return clearInterval(looking)
        void sample(stage, begunAt).then((taken) => {
          samples.push(taken)
          say(JSON.stringify({ ...taken, requests: next - 1, underWay: running.size }))
        }, say)
      }, 60_000)
    })
    await Promise.all(running)
    await waitForAll(stage.vendor.book)
    return { ...(await audit(stage, seen)), seen, samples, growthMb: growthOf(samples) }
  } finally {
    await stage.stop()
  }
}

async function sample({ house, keys }: Stage, begunAt: number): Promise<Sample> {
  const worker = await house.worker()
  const names = new Set(Object.values(keys).map(({ meter }) => meter))
  const taken = { minutes: (performance.now() - begunAt) / 60_000, ...(await memoryOf(worker)) }
  const sums = { open: 0, waiting: 0, kept: 0 }
  for (const name of names) {
    const { open, waiting, kept } = await lookAtMeter(worker.url, name)
    sums.open += open
    sums.waiting += waiting
    sums.kept += kept
  }
  return { ...taken, ...sums }
}
