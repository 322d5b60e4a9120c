import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare'
import { withWorkerd, type Started } from './workerd-process.ts'

/** One `workerd`, and what it has loaded. */
export interface Workerd {
  miniflare: Miniflare
  process: Started
  stop(): Promise<void>
}

/** In memory where there is such a folder: the Meter's commits would wait for this machine's disk, with everything else. */
const stateParent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A new folder for the state of Workers, and how to forget it. */
export async function makeState(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(stateParent, 'tollgate-bench-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Starts Workers over their state. `inspectorPort` opens workerd's inspector, to see where the time goes. */
export async function startWorkerd(
  workers: readonly V4WorkerOptions[],
  state: string,
  inspectorPort?: number,
): Promise<Workerd> {
  const [miniflare, process] = await withWorkerd(async () => {
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        host: '127.0.0.1',
        port: 0,
        cf: false,
        log: new Log(LogLevel.WARN),
        logRequests: false,
        resourcePersistencePath: state,
        ...(inspectorPort !== undefined && { inspectorPort }),
        workers: [...workers],
      }),
    )
    await miniflare.ready
    return miniflare
  })
  return { miniflare, process, stop: () => miniflare.dispose() }
}

/** Where a Worker takes requests without one of Miniflare's in between. */
export async function portOf({ miniflare }: Workerd, worker: string): Promise<number> {
  return Number((await miniflare.unsafeGetDirectURL(worker)).port)
}
