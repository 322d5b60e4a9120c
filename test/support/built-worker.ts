import type { ChildProcess } from 'node:child_process'
import diagnostics from 'node:diagnostics_channel'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runLocalWorker, type LocalWorker } from '../../src/cli/local-worker.ts'
import { projectFolder } from '../../src/cli/wrangler.ts'
import type { Row } from '../../src/ledger/row.ts'
import { withFaults } from './faults.ts'

export interface BuiltWorkerOptions {
  /** For `GATEWAY_URL`, with its `/v1`. */
  gatewayUrl: string
  /** More variables and secrets, in place of the usual ones too. `null` leaves one out. */
  vars?: Readonly<Record<string, string | null>>
  /** Entries of KV by name; what is no text is written as JSON. */
  records?: Readonly<Record<string, unknown>>
  /** A folder for the state, to start again from; without one the state goes with the Worker. */
  persist?: string
  /** Lets `setFaults` and `evictMeter` of `faults.ts` reach it. */
  faulty?: boolean
  /** The folder of the built Worker, where it is not `dist/`. */
  built?: string
  /** Opens workerd's inspector there; 0 for any free port. */
  inspectorPort?: number
}

export interface BuiltWorker {
  /** `http://127.0.0.1:PORT`: real HTTP, so that aborts and bytes are what a client's would be. */
  url: string
  d1(): ReturnType<LocalWorker['d1']>
  kv(): ReturnType<LocalWorker['kv']>
  inspector(): Promise<URL>
  /** The ledger's rows in the order of their ids, once there are as many; throws if they do not come. */
  rows(count: number, waitMs?: number): Promise<Row[]>
  /** The rows that there are of these keys, in the order of their ids. */
  rowsOf(keyIds: readonly string[]): Promise<Row[]>
  /** What the Worker logged so far. */
  logs: readonly string[]
  /** The process id of its `workerd`. */
  pid: number
  stop(): Promise<void>
  /** Ends `workerd` as a power failure would. What it kept in `persist` is all that is left of it. */
  kill9(): Promise<void>
}

/** The variables that a test's Worker has unless it says otherwise. */
const usualVars = {
  ACCOUNT_ID: 'account',
  GATEWAY_ID: 'gateway',
  CF_AIG_TOKEN: 'gateway-token',
} as const

/** Runs the Worker that `npm run build` left in `dist/`. Nothing of the developer's own `.dev.vars` reaches it. */
export async function startWorker(options: BuiltWorkerOptions): Promise<BuiltWorker> {
  const logs: string[] = []
  const vars = { ...usualVars, GATEWAY_URL: options.gatewayUrl, ...options.vars }
  const dist = options.built ?? join(projectFolder, 'dist')
  const built = options.faulty === true ? await withFaults(dist) : dist
  const [worker, workerd] = await withSpawned('workerd', () =>
    runLocalWorker({
      built,
      vars: Object.fromEntries(
        Object.entries(vars).filter((entry): entry is [string, string] => entry[1] !== null),
      ),
      onLog: (line) => logs.push(line),
      ...(options.inspectorPort !== undefined && { inspectorPort: options.inspectorPort }),
      ...(options.persist !== undefined && { persistTo: options.persist }),
    }),
  )
  const kv = await worker.kv()
  for (const [name, entry] of Object.entries(options.records ?? {}))
    await kv.put(name, typeof entry === 'string' ? entry : JSON.stringify(entry))
  const stop = async (): Promise<void> => {
    await worker.stop()
    if (built !== dist) await rm(built, { recursive: true })
  }
  return {
    ...worker,
    stop,
    logs,
    pid: workerd.pid ?? 0,
    rows: (count, waitMs = 30_000) => waitForRows(worker, count, waitMs),
    rowsOf: (keyIds) =>
      selectRows(worker, 'key_id IN (SELECT value FROM json_each(?1))', JSON.stringify(keyIds)),
    async kill9() {
      workerd.kill('SIGKILL')
      if (workerd.exitCode === null && workerd.signalCode === null) await once(workerd, 'exit')
      // Else Miniflare starts another in its place.
      await stop()
    },
  }
}

async function waitForRows(worker: LocalWorker, count: number, waitMs: number): Promise<Row[]> {
  const end = performance.now() + waitMs
  for (;;) {
    const over = performance.now() > end
    // None until all are there: to bring a thousand over here, time and again, takes the Worker's own time.
    const rows = await selectRows(worker, '(SELECT count(*) FROM requests) >= ?1', over ? 0 : count)
    if (rows.length >= count) return rows
    if (over) throw new Error(`${rows.length} of ${count} rows: ${JSON.stringify(rows)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function selectRows(worker: LocalWorker, condition: string, value: unknown): Promise<Row[]> {
  const database = await worker.d1()
  return database
    .prepare(`SELECT * FROM requests WHERE ${condition} ORDER BY id`)
    .bind(value)
    .all<Row>()
    .then(
      ({ results }) => results,
      (error: unknown) => {
        // The Worker makes the table before it first writes.
        if (error instanceof Error && error.message.includes('no such table')) return []
        throw error
      },
    )
}

/** Runs something, and finds the process of this program that it started. */
async function withSpawned<T>(program: string, run: () => Promise<T>): Promise<[T, ChildProcess]> {
  const started: ChildProcess[] = []
  const note = (message: unknown) => started.push((message as { process: ChildProcess }).process)
  // https://nodejs.org/api/diagnostics_channel.html#event-child_process
  diagnostics.subscribe('child_process', note)
  try {
    const result = await run()
    const found = started.findLast((child) => child.spawnfile.includes(program))
    if (found === undefined) throw new Error(`${program} was not started`)
    return [result, found]
  } finally {
    diagnostics.unsubscribe('child_process', note)
  }
}
