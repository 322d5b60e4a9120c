import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { accountOf } from '../budget/burst.ts'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'

// A budget lets its holder see when the Meter knows of every end.
const { token, record } = makeKey('crash', { budget: { usd: 1_000, per: 'total' } })
let gateway: Gateway
let folder: string
const running: BuiltWorker[] = []

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.stop()
  await gateway.stop()
  await rm(folder, { recursive: true })
})

async function start(): Promise<BuiltWorker> {
  const worker = await startWorker({ gatewayUrl: gateway.url, records: { crash: record }, persist: folder })
  running.push(worker)
  return worker
}

test('rows of answered requests survive a workerd that is killed before they reached D1, and arrive once each', async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-crash-'))
  gateway = await startGateway((reply) =>
    reply.answer(200, { model: 'gpt-4o', usage: { prompt_tokens: 3, completion_tokens: 4 } }),
  )
  const first = await start()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${first.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ model: 'gpt-4o', messages: [] }),
      }).then(async (answer) => {
        await answer.arrayBuffer()
        return answer.headers.get('tollgate-request-id') ?? ''
      }),
    ),
  )
  // The close is on its way to the Meter when the answer is.
  await expect.poll(async () => (await accountOf(first.url, token)).reserved).toBe(0)
  await first.kill9()

  const second = await start()
  const rows = await second.rows(20)
  expect(rows.map((row) => row.id)).toEqual(answers.toSorted())
  expect(new Set(rows.map((row) => `${row.outcome} ${row.input_tokens} ${row.output_tokens}`))).toEqual(
    new Set(['complete 3 4']),
  )
  const { results } = await (
    await second.d1()
  )
    .prepare('SELECT sum(requests) AS requests, sum(input_tokens) AS input FROM daily')
    .all()
  expect(results).toEqual([{ requests: 20, input: 60 }])
})
