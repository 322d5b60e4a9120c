import { setTimeout as pause } from 'node:timers/promises'
import { limitHeaps } from '../support/heap-limit.ts'
import { watchHeap } from './heap.ts'
import { laneOf, type LaneName } from './lanes.ts'
import { longStream } from './plan.ts'
import { startStage, warmUp } from './stage.ts'

/** Between a chunk and the next, in ms. */
const pauseMs = 6
const watchMs = 100

/** Memory of a `workerd` of its own, its isolates as small as Cloudflare's, while many streams are open at once, in MB. */
export interface Crowd {
  lane: LaneName
  streams: number
  /** Resident, before and the most that was seen. */
  idleMb: number
  mostMb: number
  /** The isolate's own, of which it may have 128 MB: the most and the least that was seen. */
  heapMb: { most: number; least: number }
  wallMs: number
}

/** Opens so many streams of 2,000 chunks on one lane, and watches. */
export async function crowd(name: LaneName, streams: number): Promise<Crowd> {
  const restore = limitHeaps()
  const stage = await startStage({ connections: streams, inspectorPort: 0 }).finally(restore)
  const { ring, upstream, client, callOf } = stage
  const lane = laneOf(name)
  try {
    await warmUp(stage, [name])
    const heap = await watchHeap(await ring.inspector(), lane.rival)
    const idleMb = ring.workerd.residentMb()
    let mostMb = idleMb
    const heaps: number[] = []
    upstream.says(lane.answer(longStream, pauseMs))
    const startedAt = performance.now()
    const asked = client.askMany((index) => callOf(lane, index), streams).then(() => true)
    do {
      mostMb = Math.max(mostMb, ring.workerd.residentMb())
      heaps.push(await heap.usedMb())
    } while (!(await Promise.race([asked, pause(watchMs, false)])))
    heap.stop()
    const wallMs = performance.now() - startedAt
    // At the start nothing is open yet, and at the end nothing any more.
    const midst = heaps.slice(heaps.length / 4, -heaps.length / 4)
    const heapMb = { most: Math.max(...heaps), least: Math.min(...midst) }
    return { lane: name, streams, idleMb, mostMb, heapMb, wallMs }
  } finally {
    await stage.stop()
  }
}
