import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'
import { dialectDoors, dialectNames, understood } from './dialect-doors.ts'
import { exchange, jsonOf } from './exchange.ts'
import { addKey, rowsOf } from './keys-and-rows.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway((reply) => reply.answer(200, {}))
})
afterAll(() => gateway.stop())

async function withWorker(vars: Record<string, string | null>, run: (worker: BuiltWorker) => Promise<void>) {
  const worker = await startWorker({ gatewayUrl: gateway.url, vars })
  try {
    await run(worker)
  } finally {
    await worker.stop()
  }
}

async function healthOf(worker: BuiltWorker) {
  const { status, body } = await exchange(worker.url, { method: 'GET', path: '/health' })
  return [status, jsonOf({ body })]
}

async function askEach(worker: BuiltWorker, token: string) {
  return Promise.all(
    dialectNames.map(async (dialect) => {
      const { path, good: body } = dialectDoors[dialect]
      const answer = await exchange(worker.url, { path, headers: { authorization: `Bearer ${token}` }, body })
      return answer.status === 200 ? { status: 200 } : understood(dialect, answer)
    }),
  )
}

describe.concurrent('a Worker that is not set up', () => {
  test('names the missing variable at /health and to every caller, again and again', async () => {
    await withWorker({ ACCOUNT_ID: null }, async (worker) => {
      const token = await addKey(worker, 'early')
      const told = { status: 503, message: expect.stringMatching(/ACCOUNT_ID is missing.*\/health/), hits: 1 }
      expect(await askEach(worker, token)).toEqual([told, told, told])
      expect(await askEach(worker, token)).toEqual([told, told, told])
      expect(await healthOf(worker)).toEqual([503, { ok: false, missing: ['ACCOUNT_ID'], problems: [] }])
    })
  })

  test('names variables that are wrong, all at once and without their values', async () => {
    const wrong = {
      ACCOUNT_ID: 'secret/../word',
      GATEWAY_URL: 'https://me:secret@host/v1',
      USAGE_CHUNK: 'hid',
    }
    await withWorker(wrong, async (worker) => {
      const [status, health] = await healthOf(worker)
      expect([status, health]).toEqual([
        503,
        {
          ok: false,
          missing: [],
          problems: [
            expect.stringContaining('ACCOUNT_ID'),
            expect.stringContaining('GATEWAY_URL'),
            expect.stringContaining('did you mean "hide"?'),
          ],
        },
      ])
      expect(JSON.stringify(health)).not.toContain('secret')
      const told = { status: 503, message: expect.stringMatching(/ACCOUNT_ID.*GATEWAY_URL/), hits: 1 }
      expect(await askEach(worker, 'sk-any')).toEqual([told, told, told])
    })
  })

  test('serves without the variables that have a default, and without a gateway token', async () => {
    await withWorker({ GATEWAY_ID: null, CF_AIG_TOKEN: null }, async (worker) => {
      const token = await addKey(worker, 'defaults')
      expect(await askEach(worker, token)).toEqual([{ status: 200 }, { status: 200 }, { status: 200 }])
      expect(await healthOf(worker)).toEqual([200, { ok: true, missing: [], problems: [] }])
      expect(await rowsOf(worker, 'defaults', 3)).toHaveLength(3)
      const mine = gateway.arrivals.filter(({ headers }) =>
        String(headers['cf-aig-metadata']).includes('"defaults"'),
      )
      expect(
        mine.map(({ url, headers }) => [
          url.split('/').slice(0, 4).join('/'),
          headers['cf-aig-authorization'],
        ]),
      ).toEqual(mine.map(() => ['/v1/account/default', undefined]))
      expect(mine).toHaveLength(3)
    })
  })
})
