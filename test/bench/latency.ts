import { setTimeout as pause } from 'node:timers/promises'
import { chatStream, datedStream } from './answers.ts'
import { laneOf } from './lanes.ts'
import { median } from './median.ts'
import type { Plan } from './plan.ts'
import type { Stage } from './stage.ts'

const compared = ['bare', 'quiet', 'hidden', 'limited'] as const
type Compared = (typeof compared)[number]

/** All that was seen on each lane, in ms of `performance.now()`. */
export type Samples = Record<Compared, number[]>

/** From asking to the answer's headers: one request at a time, the Workers in turn. */
export async function timeToFirstByte({ client, upstream, callOf }: Stage, plan: Plan): Promise<Samples> {
  const samples: Samples = { bare: [], quiet: [], hidden: [], limited: [] }
  upstream.says(chatStream(3))
  for (let count = 0; count < plan.singles; count += 1) {
    for (const name of compared) samples[name].push((await client.ask(callOf(laneOf(name)))).ttfbMs)
  }
  return samples
}

/** From a chunk's writing to its arrival, with 5 ms between chunks. Writer and reader share a process and its clock. */
export async function chunkDelay({ client, upstream, callOf }: Stage, plan: Plan): Promise<Samples> {
  const samples: Samples = { bare: [], quiet: [], hidden: [], limited: [] }
  upstream.says(datedStream(plan.dated, 5))
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const name of compared) {
      await client.ask(callOf(laneOf(name)), (piece, at) => {
        for (const [, written] of piece.toString().matchAll(/"written":([\d.]+)/g))
          samples[name].push(at - Number(written))
      })
      await pause(50)
    }
  }
  return samples
}

/** What a lane's median has more than the bare Worker's, in ms. */
export function moreThanBare(samples: Samples, lane: Compared): number {
  return median(samples[lane]) - median(samples.bare)
}
