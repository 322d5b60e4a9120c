import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFlags, createKey } from '../../src/cli/key-create.ts'
import { sha256Hex } from '../../src/keys/token.ts'
import { startWorker, type BuiltWorker } from '../support/built-worker.ts'
import { typedAs } from './memory-stores.ts'

const run = promisify(execFile)
let state = ''
let worker: BuiltWorker

/** What `npm run key -- …` prints, and where, from a process of its own. */
async function key(...args: string[]) {
  const command = [join(import.meta.dirname, '../../src/cli/key.ts'), ...args, '--persist-to', state]
  return run(process.execPath, command).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      status: error.code,
      stdout: error.stdout,
      stderr: error.stderr,
    }),
  )
}

/** What `create` ends with, over the same local state, in this process. */
function create(...args: string[]) {
  return createKey(typedAs(createFlags, ...args, '--persist-to', state))
}

function tokenIn(stdout: string): string {
  return /sk-[\w-]+/.exec(stdout)?.[0] ?? ''
}

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'tollgate-'))
  // Nothing listens there: no request is made.
  worker = await startWorker({ gatewayUrl: 'http://127.0.0.1:9/v1', persist: state })
})
afterAll(async () => {
  await worker.stop()
  await rm(state, { recursive: true })
})

// A process that opens the local state takes some seconds: one is enough.
describe('npm run key -- create', { timeout: 60_000 }, () => {
  test('writes an entry that a running Worker sees', async () => {
    const { status, stdout, stderr } = await key('create', 'alice', '--name', 'Alice')
    expect([status, stderr]).toEqual([0, ''])
    const hash = await sha256Hex(tokenIn(stdout))
    expect(await (await worker.kv()).get('alice', 'json')).toEqual({ hash, name: 'Alice' })
  })

  test('writes over another only if told to', async () => {
    const kv = await worker.kv()
    await kv.put('carol', 'kept')
    expect(await create('carol')).toEqual({
      ok: false,
      message: 'there is a key carol already: choose another id, or --replace it',
    })
    expect(await kv.get('carol')).toBe('kept')
    const done = await create('carol', '--replace')
    const token = tokenIn(done.ok ? done.says : '')
    expect(await kv.get('carol', 'json')).toEqual({ hash: await sha256Hex(token) })
  })

  test('writes nothing with --print, and shows the entry that a person would paste', async () => {
    const done = await create('bob', '--print')
    const says = done.ok ? done.says : ''
    const hash = await sha256Hex(tokenIn(says))
    expect(says.endsWith(`\n\n  key    bob\n  value  {"hash":"${hash}"}`)).toBe(true)
    expect(await (await worker.kv()).get('bob')).toBeNull()
  })

  test.each([
    [['creat', 'bob'], /^unknown command creat \(did you mean create\?\)/],
    [['create', 'bob', '--expries', '2027-01-01'], /^unknown flag --expries \(did you mean --expires\?\)/],
    [['create', 'bob', 'carol'], /^one id at a time/],
  ])('refuses %j', async (args, message) => {
    expect(await key(...args)).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(message) })
  })
})
