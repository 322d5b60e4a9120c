import { setTimeout as pause } from 'node:timers/promises'

/** What V8 says of one Worker's isolate, by workerd's inspector. */
export interface HeapWatch {
  /** In MB of 2^20 bytes: objects, garbage that waits for its collection, and the memory of buffers. */
  usedMb(): Promise<number>
  /** The same once V8 has collected, which workerd lets it do when it next runs: so `wake` has to give it something. */
  heldMb(wake: () => Promise<unknown>): Promise<number>
  stop(): void
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-getHeapUsage */
interface HeapUsage {
  usedSize: number
  embedderHeapUsedSize?: number
  backingStorageSize?: number
}

const wakeMs = 20

/** Opens the inspector of a Worker. Throws if it has none. */
export async function watchHeap(inspector: URL, worker: string): Promise<HeapWatch> {
  const socket = new WebSocket(new URL(`/core:user:${worker}`, inspector).href)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  let last = 0
  const waiting = new Map<number, PromiseWithResolvers<HeapUsage>>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: HeapUsage }
    if (id !== undefined) waiting.get(id)?.resolve(result)
  })
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the inspector of workerd has closed'))
  })
  async function call(method: string): Promise<HeapUsage> {
    const id = (last += 1)
    const answered = Promise.withResolvers<HeapUsage>()
    waiting.set(id, answered)
    socket.send(JSON.stringify({ id, method }))
    return answered.promise.finally(() => waiting.delete(id))
  }
  async function usedMb(): Promise<number> {
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await call('Runtime.getHeapUsage')
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20
  }
  return {
    usedMb,
    async heldMb(wake) {
      // What dies only in the second one: wrappers of the runtime's own objects.
      for (let collections = 0; collections < 2; collections += 1) {
        const collected = call('HeapProfiler.collectGarbage').then(() => true)
        while (!(await Promise.race([collected, pause(wakeMs, false)]))) await wake()
      }
      return usedMb()
    },
    stop: () => socket.close(),
  }
}
