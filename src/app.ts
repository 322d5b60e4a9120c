import { HonoBase } from 'hono/hono-base'
import { PatternRouter } from 'hono/router/pattern-router'
import { v7 } from 'uuid'
import { answerApi, apiPaths } from './api/api.ts'
import { health } from './api/health.ts'
import { createApiPorts } from './api/world.ts'
import { type Buffers, createBuffers } from './body/buffers.ts'
import { preflight, readableByPages } from './cors.ts'
import { createKeyCache, type KeyCache } from './keys/cache.ts'
import type { GuessLimit } from './keys/guesses.ts'
import { createKeyStore } from './keys/store.ts'
import { writeDirectly } from './ledger/direct.ts'
import { prune } from './ledger/retention.ts'
import type { KeyLabel } from './keys/label.ts'
import type { Row } from './ledger/row.ts'
import { meterPort } from './meter/client.ts'
import type { Meter } from './meter/meter.ts'
import type { Ports } from './ports.ts'
import { createLearned, type Learned } from './upstream/learned.ts'
import { pagePaths, servePage } from './page-files.ts'
import { providerNames } from './providers/index.ts'
import { proxy } from './proxy.ts'
import { accept, refuse, type Result } from './refusal/refusal.ts'
import { respond } from './refusal/respond.ts'
import { dialectOf, dialectOfUrl } from './route/door.ts'
import { readPath } from './route/path.ts'
import { readSettings } from './settings.ts'

/** What `wrangler.toml` binds. Anything may be missing in a deployment made by hand. */
export interface Bindings {
  KEYS?: KVNamespace
  DB?: D1Database
  METER?: DurableObjectNamespace<Meter>
  GUESSES?: GuessLimit
  ASSETS?: Fetcher
  USAGE_QUEUE?: Queue
}

type Env = { Bindings: Bindings }

/** The Worker's doors. */
function createApp(): HonoBase<Env> {
  // What an isolate remembers from request to request.
  const keyCache = createKeyCache()
  const buffers = createBuffers()
  const learned = createLearned()

  let known: { env: Bindings; world: Result<World> } | null = null

  /** The ports of an environment, made once: the runtime hands every request of an isolate the same one. */
  function worldOf(env: Bindings): Result<World> {
    if (known?.env !== env) known = { env, world: createWorld(env, { keyCache, buffers, learned }) }
    return known.world
  }

  // The presets bring several routers. This one is the smallest, and takes `/health/` for `/health`.
  const app = new HonoBase<Env>({ router: new PatternRouter() })
  app.on(['GET', 'HEAD'], [...pagePaths], async ({ env, req }, next) => {
    const page = env.ASSETS ? await servePage(req.raw, env.ASSETS) : null
    return page ?? next()
  })
  app.get('/health', async ({ env, req }, next) =>
    req.path === '/health' ? health(readSettings({ ...env })) : next(),
  )
  app.on('ALL', [...apiPaths], async (context) => {
    const asked = preflight(context.req.raw)
    if (asked !== null) return asked
    const later = (work: Promise<unknown>): void => context.executionCtx.waitUntil(work)
    const settings = readSettings({ ...context.env })
    const world = { settings, cache: keyCache, now: Date.now, newId: () => v7() }
    const ports = createApiPorts(context.env, world)
    return readableByPages(await answerApi(context.req.raw, { ...ports, later }), context.req.url)
  })
  app.all('*', async (context) => {
    const asked = preflight(context.req.raw)
    if (asked !== null) return asked
    const world = worldOf(context.env)
    if (!world.ok) return refused(context.req.raw, world.refusal)
    const later = (work: Promise<unknown>): void => context.executionCtx.waitUntil(work)
    const answered = proxy(context.req.raw, { ...world.value, later })
    // First of all: a client that leaves before the upstream's headers would otherwise take everything with it.
    context.executionCtx.waitUntil(answered.catch(() => {}))
    return readableByPages(await answered, context.req.url)
  })
  app.onError((error, context) => {
    console.error(JSON.stringify({ event: 'bug', message: error.message, stack: error.stack }))
    const { refusal } = refuse('internal_error', 'Tollgate failed on this request. Try again in a moment.')
    return refused(context.req.raw, refusal)
  })
  return app
}

/** The doors and the cron. */
export function createWorker(): ExportedHandler<Bindings> {
  const app = createApp()
  return { fetch: app.fetch, scheduled: (_controller, env) => forgetOldRows(env) }
}

/** What the cron does: forgets rows that are older than the operator wants to keep. */
async function forgetOldRows(env: Bindings): Promise<void> {
  const { retentionDays } = readSettings({ ...env }).settings
  if (env.DB && retentionDays !== null) await prune(env.DB, retentionDays, Date.now())
}

type World = Omit<Ports, 'later'>

interface Remembered {
  keyCache: KeyCache
  buffers: Buffers
  learned: Learned
}

function createWorld(env: Bindings, { keyCache, buffers, learned }: Remembered): Result<World> {
  const { settings, usageQueue, missing, problems } = readSettings({ ...env })
  const { KEYS, DB, METER, GUESSES: guesses } = env
  const gateway = settings.upstream
  if (!KEYS || !DB || !METER || !gateway) {
    const what = [...missing.map((name) => `${name} is missing`), ...problems].join('; ')
    return refuse('setting_missing', `This Tollgate is not set up: ${what}. See /health.`)
  }
  const now = (): number => Date.now()
  const fallback = (row: Row, label: KeyLabel): Promise<void> => writeDirectly(DB, row, label, usageQueue)
  return accept({
    settings,
    gateway,
    keys: createKeyStore(KEYS, { cache: keyCache, now, guesses, providers: providerNames }),
    buffers,
    learned,
    fetch: (url, init) => fetch(url, init),
    meter: (keyId) => meterPort(METER, keyId, fallback, { now }),
    now,
    newId: () => v7(),
    random: Math.random,
  })
}

function refused(request: Request, refusal: Parameters<typeof respond>[0]): Response {
  const path = readPath(request.url)
  const dialect = path.ok ? dialectOf(path.value, request.headers) : dialectOfUrl(request)
  return readableByPages(respond(refusal, dialect, v7(), request.method), request.url)
}
