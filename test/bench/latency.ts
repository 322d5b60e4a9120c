import { setTimeout as pause } from 'node:timers/promises'
import { chatStream, datedStream } from './answers.ts'
import { median } from './cpu.ts'
import { lanes } from './lanes.ts'
import type { Plan } from './plan.ts'
import type { Stage } from './stage.ts'

/** Medians in ms of `performance.now()`, the bare Worker's beside Tollgate's. */
export interface Latency {
  bare: number
  quiet: number
  hidden: number
  limited: number
}

const compared = ['bare', 'quiet', 'hidden', 'limited'] as const

type Samples = Record<(typeof compared)[number], number[]>

/** From asking to the answer's headers: one request at a time, the Workers in turn. */
export async function timeToFirstByte({ client, upstream, callOf }: Stage, plan: Plan): Promise<Latency> {
  const samples: Samples = { bare: [], quiet: [], hidden: [], limited: [] }
  upstream.says(chatStream(3))
  for (let count = 0; count < plan.singles; count += 1) {
    for (const name of compared) samples[name].push((await client.ask(callOf(lanes[name]))).ttfbMs)
  }
  return medians(samples)
}

/** From a chunk's writing to its arrival, with 5 ms between chunks. Writer and reader share a process and its clock. */
export async function chunkDelay({ client, upstream, callOf }: Stage, plan: Plan): Promise<Latency> {
  const samples: Samples = { bare: [], quiet: [], hidden: [], limited: [] }
  upstream.says(datedStream(plan.dated, 5))
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const name of compared) {
      await client.ask(callOf(lanes[name]), (piece, at) => {
        for (const [, written] of piece.toString().matchAll(/"written":([\d.]+)/g))
          samples[name].push(at - Number(written))
      })
      await pause(50)
    }
  }
  return medians(samples)
}

function medians({ bare, quiet, hidden, limited }: Samples): Latency {
  return { bare: median(bare), quiet: median(quiet), hidden: median(hidden), limited: median(limited) }
}
