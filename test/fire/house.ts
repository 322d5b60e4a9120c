import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'

/** The Worker, whichever process it lives in now, over one state on disk. */
export interface House {
  /** Waits while it is down. */
  worker(): Promise<BuiltWorker>
  /** Kills it with -9 and starts it again on what it kept. */
  kill(): Promise<void>
  /** When that was, epoch ms. */
  kills: readonly number[]
  /** What all of them logged. */
  logs(): string[]
  stop(): Promise<void>
}

export interface HouseOptions {
  gatewayUrl: string
  records: Readonly<Record<string, unknown>>
}

/** Starts it from a copy of what is built now, so that a build beside the run changes nothing. */
export async function openHouse({ gatewayUrl, records }: HouseOptions): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-fire-'))
  const built = join(folder, 'dist')
  await cp(join(projectFolder, 'dist'), built, { recursive: true })
  const kills: number[] = []
  const logs: string[] = []
  const vars = { OPENAI_API_KEY: 'vendor-key' }
  const start = (records: HouseOptions['records']): Promise<BuiltWorker> =>
    startWorker({
      gatewayUrl,
      records,
      vars,
      built,
      persist: join(folder, 'state'),
      faulty: true,
      inspectorPort: 0,
    })
  let standing = start(records)
  await standing
  return {
    worker: () => standing,
    async kill() {
      const old = await standing
      let up = (_worker: Promise<BuiltWorker>): void => {}
      standing = new Promise((resolve) => (up = resolve))
      kills.push(Date.now())
      await old.kill9()
      // Until its process is gone it may still do something.
      kills.push(Date.now())
      logs.push(...old.logs)
      up(start({}))
      await standing
    },
    kills,
    logs: () => logs,
    async stop() {
      const last = await standing
      logs.push(...last.logs)
      await last.stop()
      await rm(folder, { recursive: true })
    },
  }
}
