import { setTimeout as pause } from 'node:timers/promises'
import { randomBytes } from '../../src/cli/demo-key.ts'
import { makeToken, sha256Hex } from '../../src/keys/token.ts'
import type { Answer } from './answers.ts'
import { type Call, type Client, createClient } from './client.ts'
import { type Lane, lanes } from './lanes.ts'
import { type Ring, startRing } from './ring.ts'
import { startUpstream, type Upstream } from './upstream.ts'

/** Workers, upstream and client, ready to be measured. The latter two share this process and its clock. */
export interface Stage {
  ring: Ring
  upstream: Upstream
  client: Client
  callOf(lane: Lane): Call
  stop(): Promise<void>
}

/** One load on one lane. */
export interface Load {
  lane: string
  chunks: number
  requests: number
  /** What `workerd` spent, its Meter's way to D1 included. */
  cpuMs: number
  wallMs: number
  /** The pieces that arrived at the client: fewer than chunks, where some were gathered on the way. */
  pieces: number
}

/** A Meter sends its rows within about two seconds of the first. */
const flushMs = 2400

export async function startStage(connections: number, inspectorPort?: number): Promise<Stage> {
  const upstream = await startUpstream()
  const ring = await startRing({ gatewayUrl: `http://${upstream.host}/v1`, inspectorPort })
  const client = createClient(connections)
  const kv = await ring.kv()
  const keyOf = async (id: string, more: object): Promise<string> => {
    const made = makeToken(id, randomBytes)
    await kv.put(id, JSON.stringify({ hash: await sha256Hex(made), ...more }))
    return made
  }
  const token = await keyOf('bench', {})
  const limits = { rpm: 1_000_000, tpm: 1_000_000_000, parallel: 1_000 }
  const limited = await keyOf('bench-limited', { budget: { usd: 1_000_000, per: 'month' }, limits })
  return {
    ring,
    upstream,
    client,
    callOf: ({ rival, path, headers, body, ...lane }) => ({
      port: ring.ports[rival],
      host: rival === 'tollgate' ? `127.0.0.1:${ring.ports.tollgate}` : upstream.host,
      path,
      headers: { ...headers, authorization: `Bearer ${lane.limited ? limited : token}` },
      body,
    }),
    async stop() {
      client.stop()
      await ring.stop()
      await upstream.stop()
    },
  }
}

/** Asks so many times on all connections, and counts what that cost to the last row in D1. */
export async function load(
  stage: Stage,
  lane: Lane,
  chunks: number,
  requests: number,
  answer?: Answer,
): Promise<Load> {
  const { ring, upstream, client } = stage
  upstream.says(answer ?? lane.answer(chunks))
  const cpuBefore = ring.workerd.cpuMs()
  const startedAt = performance.now()
  const seen = await client.askMany(stage.callOf(lane), requests)
  const wallMs = performance.now() - startedAt
  if (lane.rival === 'tollgate') await pause(flushMs)
  const cpuMs = ring.workerd.cpuMs() - cpuBefore
  const pieces = seen.reduce((sum, { pieces }) => sum + pieces, 0)
  return { lane: lane.name, chunks, requests, cpuMs, wallMs, pieces }
}

/** Lets every lane run until its code is compiled and its connections stand. */
export async function warmUp(stage: Stage): Promise<void> {
  for (const lane of Object.values(lanes)) {
    stage.upstream.says(lane.answer(300))
    await stage.client.askMany(stage.callOf(lane), 24)
  }
  await pause(flushMs)
}
