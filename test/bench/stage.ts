import { setTimeout as pause } from 'node:timers/promises'
import { randomBytes } from '../../src/cli/demo-key.ts'
import { makeToken, sha256Hex } from '../../src/keys/token.ts'
import { type Call, type Client, createClient } from './client.ts'
import { type Lane, laneOf, type LaneName } from './lanes.ts'
import { type Peer, peerHeaders } from './peers.ts'
import type { Ask } from './plan.ts'
import { type Ring, startRing } from './ring.ts'
import { startUpstream, type Upstream } from './upstream.ts'

/** Workers, upstream and client, ready to be measured. The latter two share this process and its clock. */
export interface Stage {
  ring: Ring
  upstream: Upstream
  client: Client
  /** The `index`th request on a lane. */
  callOf(lane: Lane, index?: number): Call
  stop(): Promise<void>
}

/** One load on one lane. */
export interface Load extends Ask {
  /** What `workerd` spent, its Meter's way to D1 included. */
  cpuMs: number
  wallMs: number
  /** The pieces that arrived at the client: fewer than chunks, where some were gathered on the way. */
  pieces: number
}

export interface StageOptions {
  connections: number
  peer?: Peer | undefined
  inspectorPort?: number | undefined
}

/** A Meter sends its rows within about two seconds of the first. In ms. */
export const flushMs = 2400
const manyKeys = 500

export async function startStage({ connections, ...options }: StageOptions): Promise<Stage> {
  const { peer } = options
  const upstream = await startUpstream()
  const ring = await startRing({ gatewayUrl: `http://${upstream.host}/v1`, ...options })
  const client = createClient(connections)
  const kv = await ring.kv()
  const limits = { rpm: 1_000_000, tpm: 1_000_000_000, parallel: 1_000 }
  const tokens = {
    free: [await makeKey(kv, 'bench')],
    limited: [await makeKey(kv, 'bench-limited', { budget: { usd: 1_000_000, per: 'month' }, limits })],
    many: await Promise.all(Array.from({ length: manyKeys }, (_, index) => makeKey(kv, `bench-${index}`))),
  }
  return {
    ring,
    upstream,
    client,
    callOf({ rival, provider, path, headers, body, key }, index = 0) {
      const port = ring.portOf(rival)
      const whereTo = rival === 'peer' && peer ? peerHeaders(peer, provider, `http://${upstream.host}`) : {}
      const mine = tokens[key ?? 'free']
      return {
        port,
        host: rival === 'tollgate' || rival === 'peer' ? `127.0.0.1:${port}` : upstream.host,
        path,
        headers: { ...headers, ...whereTo, authorization: `Bearer ${mine[index % mine.length]}` },
        body,
      }
    },
    async stop() {
      client.stop()
      await ring.stop()
      await upstream.stop()
    },
  }
}

/** Writes a key's record, and gives its token. */
export async function makeKey(
  kv: { put(name: string, value: string): Promise<unknown> },
  id: string,
  more: object = {},
): Promise<string> {
  const made = makeToken(id, randomBytes)
  await kv.put(id, JSON.stringify({ hash: await sha256Hex(made), ...more }))
  return made
}

/** Asks so many times on all connections, and counts what that cost to the last row in D1. */
export async function load(stage: Stage, ask: Ask): Promise<Load> {
  const { ring, upstream, client } = stage
  const lane = laneOf(ask.lane)
  upstream.says(lane.answer(ask.chunks))
  const cpuBefore = ring.workerd.cpuMs()
  const startedAt = performance.now()
  const seen = await client.askMany((index) => stage.callOf(lane, index), ask.requests)
  const wallMs = performance.now() - startedAt
  if (lane.rival === 'tollgate') await pause(flushMs)
  const cpuMs = ring.workerd.cpuMs() - cpuBefore
  const pieces = seen.reduce((sum, { pieces }) => sum + pieces, 0)
  return { ...ask, cpuMs, wallMs, pieces }
}

/** Lets lanes run until their code is compiled and their connections stand. */
export async function warmUp(stage: Stage, names: Iterable<LaneName>): Promise<void> {
  for (const name of names) {
    const lane = laneOf(name)
    stage.upstream.says(lane.answer(300))
    await stage.client.askMany((index) => stage.callOf(lane, index), lane.key === 'many' ? manyKeys : 24)
  }
  await pause(flushMs)
}
