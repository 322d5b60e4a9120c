import { setTimeout as pause } from 'node:timers/promises'
import { chatStream } from './answers.ts'
import { longStream } from './cpu.ts'
import { lanes, type LaneName } from './lanes.ts'
import { startStage, warmUp } from './stage.ts'

/** Between a chunk and the next, in ms. */
const pauseMs = 6
const watchMs = 100

/** Memory of a `workerd` of its own while many streams are open at once, in MB resident. */
export interface Crowd {
  lane: LaneName
  idleMb: number
  /** The most that was seen. */
  mostMb: number
  wallMs: number
}

/** Opens so many streams of 2,000 chunks on one lane, and watches. */
export async function crowd(name: LaneName, streams: number): Promise<Crowd> {
  const stage = await startStage(streams)
  const { ring, upstream, client, callOf } = stage
  try {
    await warmUp(stage)
    const idleMb = ring.workerd.residentMb()
    let mostMb = idleMb
    upstream.says(chatStream(longStream, pauseMs))
    const startedAt = performance.now()
    const asked = client.askMany(callOf(lanes[name]), streams).then(() => true)
    do mostMb = Math.max(mostMb, ring.workerd.residentMb())
    while (!(await Promise.race([asked, pause(watchMs, false)])))
    return { lane: name, idleMb, mostMb, wallMs: performance.now() - startedAt }
  } finally {
    await stage.stop()
  }
}
