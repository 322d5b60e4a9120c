/**
 * The entry that stands around the built Worker when a test wants things to fail under it. It adds one door, `/-/faults`;
 * everything else is the built Worker's own. `withFaults` in `faults.ts` puts it there.
 */
import worker, { Meter as BuiltMeter } from '../../src/index.ts'
import type { Faults, MeterState, Told } from './faults.ts'

/** Where the Worker and its Durable Objects share an isolate, as they do in workerd, both see these. */
let faults: Faults = { database: 'here', lateMs: 0, aheadMs: 0 }

const clock = Date.now
Date.now = () => clock() + faults.aheadMs

interface Env {
  DB: D1Database
  METER: DurableObjectNamespace<Meter>
}

export class Meter extends BuiltMeter {
  readonly #state: DurableObjectState

  constructor(state: DurableObjectState, env: Env) {
    super(state, faultyEnv(env))
    this.#state = state
  }

  /** Ends this object as the runtime may at any time: its memory is gone, and calls to it break off. */
  async evict(): Promise<void> {
    this.#state.abort('evicted by a test')
  }

  /** What it has, after it did what it does when its alarm rings, if that is asked for. */
  async state(ring: boolean): Promise<MeterState> {
    if (ring) await this.alarm()
    const { spentNano, reservedNano } = await this.standing('', { budget: null, limits: null })
    const [state] = this.#state.storage.sql.exec<Record<'open' | 'waiting' | 'kept', number>>(census)
    return { open: 0, waiting: 0, kept: 0, ...state, spentNano, reservedNano }
  }
}

const census = `SELECT coalesce(sum(state = 'open'), 0) AS open, count(*) AS kept,
  coalesce(sum(state <> 'open' AND rev > coalesce((SELECT watermark FROM progress), 0)), 0) AS waiting FROM rows`

function faultyEnv<T extends { DB: D1Database }>(env: T): T {
  return new Proxy(env, {
    get: (target, name) => (name === 'DB' ? faultyDatabase(target.DB) : Reflect.get(target, name)),
  })
}

/** Fails on what is asked of it, not on what is prepared: so does D1. */
function faultyDatabase(database: D1Database): D1Database {
  return new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') return (query: string) => faultyStatement(target.prepare(query))
      if (name === 'batch')
        return async (statements: D1PreparedStatement[]) => {
          await reach()
          return target.batch(statements.map((statement) => behind.get(statement) ?? statement))
        }
      throw new Error(`No fault stands before D1's ${String(name)} yet.`)
    },
  })
}

/** The statement that stands behind a faulty one: D1 takes no other. */
const behind = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

function faultyStatement(statement: D1PreparedStatement): D1PreparedStatement {
  const faulty = new Proxy(statement, {
    get(target, name) {
      if (name === 'bind') return (...values: unknown[]) => faultyStatement(target.bind(...values))
      const ask: unknown = Reflect.get(target, name)
      if (typeof ask !== 'function') return ask
      return async (...how: unknown[]) => {
        await reach()
        return Reflect.apply(ask, target, how) as unknown
      }
    },
  })
  behind.set(faulty, statement)
  return faulty
}

async function reach(): Promise<void> {
  if (faults.lateMs > 0) await scheduler.wait(faults.lateMs)
  // https://developers.cloudflare.com/d1/observability/debug-d1/
  if (faults.database === 'away') throw new Error('D1_ERROR: Network connection lost.')
}

/** One wrapped environment for each real one: the Worker remembers what it made of it. */
const wrapped = new WeakMap<object, Env>()

const handler: ExportedHandler<Env> = {
  ...worker,
  async fetch(request, env, context) {
    if (new URL(request.url).pathname === '/-/faults') return set(request, env)
    const faulty = wrapped.get(env) ?? faultyEnv(env)
    wrapped.set(env, faulty)
    if (!worker.fetch) throw new Error('The Worker has no doors.')
    return worker.fetch(request, faulty, context)
  },
}

export default handler

async function set(request: Request, env: Env): Promise<Response> {
  const { evict, state: meter, ring = false, ...rest } = await request.json<Told>()
  faults = { ...faults, ...rest }
  const evicted = evict === undefined ? null : await breaksOff(env.METER.getByName(evict).evict())
  const state = meter === undefined ? null : await env.METER.getByName(meter).state(ring)
  return Response.json({ ...faults, evicted, state })
}

/** A call to an object that ends while it runs never returns. */
async function breaksOff(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => false,
    () => true,
  )
}
