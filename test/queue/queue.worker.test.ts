import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { columns } from '../../src/ledger/columns.ts'
import type { Row } from '../../src/ledger/row.ts'
import { evictMeter, setFaults } from '../support/faults.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { makeKey } from '../support/token.ts'
import { startReaderStage, type ReaderStage } from './reader-stage.ts'
import { codeOfPage } from './scale-page.ts'

const answer = {
  id: 'c1',
  object: 'chat.completion',
  model: 'gpt-4o',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
}
const keys = {
  alice: makeKey('alice', { name: 'Alice', tags: { team: 'research' } }),
  bob: makeKey('bob', { budget: { usd: 5, per: 'total' } }),
}

let gateway: Gateway
let stage: ReaderStage
beforeAll(async () => {
  gateway = await startGateway((reply) => reply.answer(200, answer))
  stage = await startReaderStage(gateway.url)
  const kv = await stage.kv()
  for (const [id, { record }] of Object.entries(keys)) await kv.put(id, JSON.stringify(record))
})
afterAll(async () => {
  await stage.stop()
  await gateway.stop()
})

async function ask(id: keyof typeof keys, times: number): Promise<number[]> {
  const asked = Array.from({ length: times }, async () => {
    const response = await fetch(`${stage.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys[id].token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'gpt-4o',
        messages: [{ role: 'user', content: 'Hello' }],
        max_tokens: 50,
      }),
    })
    const text = await response.text()
    if (response.status !== 200) throw new Error(text)
    return response.status
  })
  return Promise.all(asked)
}

/** What the page's query finds in what its reader wrote. */
async function rowsOfReader(): Promise<Row[]> {
  const lines = (await stage.objects('requests')).flatMap((text) => text.split('\n').filter(Boolean))
  const database = new DatabaseSync(':memory:')
  const names = Object.keys(columns)
  database.exec(
    `CREATE TABLE requests (${Object.entries(columns)
      .map((column) => column.join(' '))
      .join(', ')})`,
  )
  const insert = database.prepare(
    `INSERT INTO requests SELECT ${names.map((name) => `?1 ->> '${name}'`).join(', ')}`,
  )
  for (const line of lines) insert.run(line)
  const query = `${await codeOfPage('sql')} ORDER BY key_id, id`
  return database
    .prepare(query)
    .all()
    .map(({ nth: _nth, ...row }) => row as unknown as Row)
}

test('the reader of the page has every row of D1 once, with D1 away and a Meter evicted in between', async () => {
  expect((await fetch(`${stage.url}/health`)).status).toBe(200)
  expect(await ask('alice', 12)).toEqual(Array.from({ length: 12 }, () => 200))
  await setFaults(stage.url, { database: 'away' })
  expect(await ask('bob', 5)).toEqual(Array.from({ length: 5 }, () => 200))
  await ask('alice', 3)
  await vi.waitFor(async () => expect((await rowsOfReader()).length).toBe(20), {
    timeout: 20_000,
    interval: 200,
  })
  const before = (await stage.ledger()).length
  await evictMeter(stage.url, 'alice')
  await setFaults(stage.url, { database: 'here' })
  await ask('alice', 2)
  await vi.waitFor(async () => expect((await rowsOfReader()).length).toBe(22), {
    timeout: 20_000,
    interval: 200,
  })
  await vi.waitFor(async () => expect((await stage.ledger()).length).toBe(22), {
    timeout: 20_000,
    interval: 200,
  })

  expect(before).toBeLessThan(20)
  expect(await rowsOfReader()).toEqual(await stage.ledger())
  const lines = (await stage.objects('keys')).flatMap((text) => text.split('\n').filter(Boolean))
  const labels = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(labels.find(({ key_id }) => key_id === 'alice')).toEqual({
    key_id: 'alice',
    name: 'Alice',
    tags: '{"team":"research"}',
    wallet: null,
    last_at: expect.any(Number),
  })
}, 90_000)
