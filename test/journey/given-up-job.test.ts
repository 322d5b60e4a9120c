import { beforeEach, expect, test } from 'vitest'
import { builtInConfig } from '../../src/keys/config.ts'
import type { MeterPort } from '../../src/meter/port.ts'
import type { Ports } from '../../src/ports.ts'
import { proxy } from '../../src/proxy.ts'
import { accept } from '../../src/refusal/refusal.ts'
import { readSettings } from '../../src/settings.ts'
import { createLearned } from '../../src/upstream/learned.ts'
import { portsOf } from '../admission/stage.ts'
import { stubPipes, unstubPipes } from '../fuzz/node-pipes.ts'
import { idOf } from '../ledger/rows.ts'
import { callerWith, place } from '../route/journeys.ts'

beforeEach(() => {
  stubPipes()
  return unstubPipes
})

const chain = ['openai/gpt-4o', 'openai/gpt-4.1'].map((to) => {
  return { to, weight: null, timeoutMs: null, cacheTtl: null, query: {} }
})

/** What the Meter is told of a request that may go to either of two targets, and is answered with a job by the last. */
async function deferredAfter(first: Response): Promise<unknown[]> {
  const { ports: admission } = portsOf()
  const answers = [first, Response.json({ id: 'resp_1', status: 'queued', background: true })]
  const deferred: unknown[] = []
  const kept: Promise<unknown>[] = []
  const defer: MeterPort['defer'] = async ({ attempts }, _label, ...told) =>
    void deferred.push([attempts, ...told])
  const config = { ...builtInConfig, aliases: { exact: new Map([['gpt-4o', chain]]), globs: [] } }
  const caller = callerWith({ limits: { tpm: 100_000 } })
  const ports: Ports = {
    ...admission,
    settings: readSettings({ CF_AIG_TOKEN: 'gateway-token' }).settings,
    gateway: { ...place, url: 'https://gateway.test/v1' },
    buffers: { held: 0 },
    learned: createLearned(),
    keys: { lookup: async () => accept({ caller, config, configProblem: null }) },
    fetch: async () => answers.shift() ?? Response.error(),
    meter: (name) => ({ ...admission.meter(name), defer }),
    newId: () => idOf(1),
    random: () => 0,
    later: (work) => void kept.push(work),
  }
  const request = new Request('https://tollgate.test/v1/responses', {
    method: 'POST',
    headers: { authorization: 'Bearer sk-alice' },
    body: JSON.stringify({ model: 'gpt-4o', background: true, max_output_tokens: 1000, input: 'hi' }),
  })
  const answer = await proxy(request, ports)
  await answer.arrayBuffer()
  await Promise.all(kept)
  return deferred
}

test('a job that follows an attempt which was given up waits with that one’s tokens beside it', async () => {
  const job = 'openai/resp_1'
  expect(await deferredAfter(Response.json({ error: {} }, { status: 504 }))).toEqual([
    [2, job, 0, expect.toSatisfy((tokens: number) => tokens > 1000)],
  ])
  expect(await deferredAfter(Response.json({ error: {} }, { status: 503 }))).toEqual([[2, job, 0, 0]])
})
