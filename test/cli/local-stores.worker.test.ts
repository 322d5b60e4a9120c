import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { openLocalStores } from '../../src/cli/local-stores.ts'

let state = ''
let stores: Awaited<ReturnType<typeof openLocalStores>>

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'tollgate-'))
  stores = await openLocalStores(state)
})
afterAll(async () => {
  await stores.close()
  await rm(state, { recursive: true })
})

test(
  'local entries are listed with their ids beyond one page of KV, read, written and removed',
  { timeout: 120_000 },
  async () => {
    const { entries } = stores
    const names = Array.from({ length: 1_001 }, (_, index) => `key-${String(index).padStart(4, '0')}`)
    await entries.write(names.map((name) => ({ name, value: `{"of":"${name}"}`, id: null })))
    await entries.write([{ name: 'sha256:aa', value: '{}', id: 'alice' }])
    expect(await entries.list('')).toEqual([
      ...names.map((name) => ({ name, id: null })),
      { name: 'sha256:aa', id: 'alice' },
    ])
    expect([...(await entries.read(['key-0007', 'nobody']))]).toEqual([
      ['key-0007', '{"of":"key-0007"}'],
      ['nobody', null],
    ])
    // More than are removed at once; each takes its time.
    await entries.remove(names.slice(0, 101))
    expect(await entries.list('')).toEqual([
      ...names.slice(101).map((name) => ({ name, id: null })),
      { name: 'sha256:aa', id: 'alice' },
    ])
  },
)

test('the local ledger is empty before it has tables, and then binds what it is given', async () => {
  const { ledger } = stores
  const row = z.object({ key_id: z.string(), last_at: z.number() })
  expect(await ledger.read(row, 'SELECT * FROM keys')).toEqual([])
  await ledger.change([{ sql: 'CREATE TABLE keys (key_id TEXT, last_at INTEGER)', parameters: [] }])
  await ledger.change([{ sql: 'INSERT INTO keys VALUES (?1, ?2)', parameters: ["o'brien", 7] }])
  expect(await ledger.read(row, 'SELECT * FROM keys WHERE key_id = ?1', "o'brien")).toEqual([
    { key_id: "o'brien", last_at: 7 },
  ])
})
