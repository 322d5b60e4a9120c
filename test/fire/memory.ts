import { watchHeap } from '../bench/heap.ts'
import { meterOf } from '../bench/workerd-process.ts'
import type { BuiltWorker } from '../support/built-worker.ts'

/** Memory of one `workerd`, in MB. */
export interface Memory {
  /** Grows by some 15 KB a request behind a Worker that only says `ok`, too: it proves nothing by itself. */
  residentMb: number
  /** What the Worker's isolate holds, its Meters' rows included, garbage collected; null where it did not tell. */
  heapMb: number | null
}

/** By how much the heap may be above what it was when warm: rows stay for an hour, and V8 keeps compiled code. */
export const mostGrowthMb = 8

const patienceMs = 10_000

/** Looks at it now. */
export async function memoryOf(worker: BuiltWorker): Promise<Memory> {
  return { residentMb: meterOf(worker.pid).residentMb(), heapMb: await heapOf(worker).catch(() => null) }
}

async function heapOf(worker: BuiltWorker): Promise<number | null> {
  const heap = await watchHeap(await worker.inspector(), 'tollgate')
  const wake = (): Promise<unknown> => fetch(`${worker.url}/health`).then((answer) => answer.text())
  try {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs).unref())
    return await Promise.race([heap.heldMb(wake), late])
  } finally {
    heap.stop()
  }
}

/** Before and after the same `workerd` had the last part of a run. */
export interface Memories {
  warm: Memory | null
  settled: Memory
}

/** Whether the heap is about where it was. What did not tell shows nothing. */
export function isSettled({ warm, settled }: Memories): boolean {
  const [before, after] = [warm?.heapMb ?? null, settled.heapMb]
  return before !== null && after !== null && after - before <= mostGrowthMb
}
