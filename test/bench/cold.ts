import { cp } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { tollgateWorker } from './built.ts'
import { createClient } from './client.ts'
import { laneOf } from './lanes.ts'
import { flushMs, makeKey } from './stage.ts'
import { startUpstream } from './upstream.ts'
import { makeState, portOf, startWorkerd } from './workerd.ts'
import { meterOf } from './workerd-process.ts'

/** A new `workerd` up to its first answer. */
export interface Start {
  /** Tollgate, or the bare Worker with the same bindings. */
  worker: 'bare' | 'tollgate'
  /** From the start of the process until it takes requests, and until the first answer's headers. */
  readyMs: number
  answerMs: number
  /** CPU until the answer's end; the kernel counts it in hundredths of a second. */
  cpuMs: number
}

/** Starts each so many times, in turn, over a state that knows the key. The very first time counts for nothing. */
export async function coldStarts(times: number): Promise<Start[]> {
  const upstream = await startUpstream()
  const state = await makeState()
  const lane = laneOf('whole')
  upstream.says(lane.answer(0))
  const tollgate = await tollgateWorker(`http://${upstream.host}/v1`)
  const furnished = await tollgateWorker(`http://${upstream.host}/v1`, 'furnished')
  let token = ''

  async function start(worker: Start['worker'], folder: string, restMs: number): Promise<Start> {
    const client = createClient(1)
    const options = worker === 'bare' ? furnished : tollgate
    const workerd = await startWorkerd([options], folder)
    const { pid, at } = workerd.process
    const readyMs = performance.now() - at
    try {
      token ||= await makeKey(await workerd.miniflare.getKVNamespace('KEYS', options.name), 'bench')
      const port = await portOf(workerd, options.name)
      const askedAt = performance.now()
      const { ttfbMs } = await client.ask({
        ...lane,
        port,
        host: worker === 'bare' ? upstream.host : `127.0.0.1:${port}`,
        headers: { authorization: `Bearer ${token}` },
      })
      const cpuMs = meterOf(pid).cpuMs()
      await pause(restMs)
      return { worker, readyMs, answerMs: askedAt - at + ttfbMs, cpuMs }
    } finally {
      client.stop()
      await workerd.stop()
    }
  }

  /** Each over a copy, so that none does what an earlier one has left to do. */
  async function startAnew(worker: Start['worker']): Promise<Start> {
    const copy = await makeState()
    try {
      await cp(state.folder, copy.folder, { recursive: true })
      return await start(worker, copy.folder, 0)
    } finally {
      await copy.remove()
    }
  }

  try {
    await start('tollgate', state.folder, flushMs)
    const starts: Start[] = []
    for (let time = 0; time < times; time += 1)
      starts.push(await startAnew('bare'), await startAnew('tollgate'))
    return starts
  } finally {
    await state.remove()
    await upstream.stop()
  }
}
