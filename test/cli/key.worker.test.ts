import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/keys/token.ts'
import { startWorker, type BuiltWorker } from '../support/built-worker.ts'

const run = promisify(execFile)
let state = ''
let worker: BuiltWorker

/** What `npm run key -- …` prints, and where. */
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

// Each opens the local state in a process of its own, which takes some seconds on a busy machine.
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
    expect(await key('create', 'carol')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'there is a key carol already: choose another id, or --replace it\n',
    })
    expect(await kv.get('carol')).toBe('kept')
    const { stdout } = await key('create', 'carol', '--replace')
    expect(await kv.get('carol', 'json')).toEqual({ hash: await sha256Hex(tokenIn(stdout)) })
  })

  test('writes nothing with --print, and shows the entry that a person would paste', async () => {
    const { status, stdout } = await key('create', 'bob', '--print')
    const hash = await sha256Hex(tokenIn(stdout))
    expect(status).toBe(0)
    expect(stdout).toContain(`  key    bob\n  value  {"hash":"${hash}"}\n`)
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
