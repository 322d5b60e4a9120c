import { readFile, stat } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { writtenOut } from '../../src/cli/ledger.ts'
import { remoteEntries, remoteLedger, type Run } from '../../src/cli/remote-stores.ts'

interface Asked {
  args: string[]
  /** What was in the file that the command was given, and who may read it. */
  file?: { text: string; mode: number }
}

/** A wrangler that answers with these texts, one after another, and remembers what it was asked. */
function recorded(...answers: (string | { status: number; stderr: string })[]): { run: Run; asked: Asked[] } {
  const asked: Asked[] = []
  const run: Run = async (args) => {
    const path = args.find((arg) => /[/\\]tollgate-/.test(arg))
    const file = path && { text: await readFile(path, 'utf8'), mode: (await stat(path)).mode & 0o777 }
    asked.push({ args: args.map((arg) => (arg === path ? 'FILE' : arg)), ...(file && { file }) })
    files.push(...(path === undefined ? [] : [path]))
    const answer = answers.shift() ?? ''
    return typeof answer === 'string' ? { status: 0, stdout: answer, stderr: '' } : { stdout: '', ...answer }
  }
  return { run, asked }
}
const files: string[] = []
const kv = ['--binding', 'KEYS', '--remote']
const d1 = ['d1', 'execute', 'DB', '--remote', '--json', '--yes']

describe('remoteEntries', () => {
  test('lists names with the ids in their metadata', async () => {
    const listed = [
      { name: 'alice' },
      { name: 'sha256:aa', metadata: { id: 'bob' } },
      { name: 'x', metadata: 7 },
    ]
    const { run, asked } = recorded(`🌀 a line before\n${JSON.stringify(listed, null, 2)}`)
    expect(await remoteEntries(run).list('')).toEqual([
      { name: 'alice', id: null },
      { name: 'sha256:aa', id: 'bob' },
      { name: 'x', id: null },
    ])
    expect(asked).toEqual([{ args: ['kv', 'key', 'list', ...kv] }])
  })

  test('reads a hundred at a time, and null for what is not there', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `key-${index}`)
    const { run, asked } = recorded('{"key-0": "{}", "key-1": null}', '{"key-100": {"value": "x"}}')
    const read = await remoteEntries(run).read(names)
    expect([read.size, read.get('key-0'), read.get('key-1'), read.get('key-2'), read.get('key-100')]).toEqual(
      [101, '{}', null, null, 'x'],
    )
    expect(asked.map(({ args, file }) => [args, JSON.parse(file?.text ?? '')])).toEqual([
      [['kv', 'bulk', 'get', 'FILE', ...kv], names.slice(0, 100)],
      [['kv', 'bulk', 'get', 'FILE', ...kv], names.slice(100)],
    ])
  })

  test('writes and removes through a file that only its owner reads, and that is gone afterwards', async () => {
    const { run, asked } = recorded()
    const entries = remoteEntries(run)
    await entries.write([
      { name: 'alice', value: '{"hash":"…"}', id: null },
      { name: 'sha256:aa', value: '{}', id: 'bob' },
    ])
    await entries.remove(['alice'])
    expect(asked).toEqual([
      {
        args: ['kv', 'bulk', 'put', 'FILE', ...kv],
        file: {
          text: JSON.stringify([
            { key: 'alice', value: '{"hash":"…"}' },
            { key: 'sha256:aa', value: '{}', metadata: { id: 'bob' } },
          ]),
          mode: 0o600,
        },
      },
      {
        args: ['kv', 'bulk', 'delete', 'FILE', '--force', ...kv],
        file: { text: '["alice"]', mode: 0o600 },
      },
    ])
    expect(files.filter((file) => existsSync(file))).toEqual([])
  })

  test('says what wrangler said when it fails', async () => {
    const { run } = recorded({ status: 1, stderr: 'You are not logged in.\n' })
    await expect(remoteEntries(run).list('')).rejects.toThrow(
      'wrangler could not do it. Log in first: npx wrangler login\nYou are not logged in.',
    )
  })
})

describe('remoteLedger', () => {
  const row = z.object({ key_id: z.string() })

  test('writes parameters into a query', async () => {
    const answer = [{ results: [{ key_id: 'alice' }], success: true, meta: { rows_read: 1 } }]
    const { run, asked } = recorded(JSON.stringify(answer, null, 2))
    const sql = 'SELECT key_id FROM keys WHERE key_id = ?1 OR last_at > ?2 OR name IS ?3'
    expect(await remoteLedger(run).read(row, sql, "o'brien; --", 7, null)).toEqual([{ key_id: 'alice' }])
    expect(asked).toEqual([
      {
        args: [
          ...d1,
          '--command',
          "SELECT key_id FROM keys WHERE key_id = 'o''brien; --' OR last_at > 7 OR name IS NULL",
        ],
      },
    ])
  })

  test('finds nothing where nobody has made the tables', async () => {
    const { run } = recorded({ status: 1, stderr: '{"error":{"text":"no such table: keys: SQLITE_ERROR"}}' })
    expect(await remoteLedger(run).read(row, 'SELECT key_id FROM keys')).toEqual([])
  })

  test('throws what else goes wrong', async () => {
    const { run } = recorded({ status: 1, stderr: 'no account' })
    await expect(remoteLedger(run).read(row, 'SELECT 1')).rejects.toThrow('no account')
  })

  test('changes rows by one file of statements', async () => {
    const { run, asked } = recorded('[]')
    await remoteLedger(run).change([
      { sql: 'UPDATE a SET b = ?1', parameters: ['x'] },
      { sql: 'UPDATE c SET d = ?2 WHERE e = ?1', parameters: [1, 2] },
    ])
    expect(asked).toEqual([
      {
        args: [...d1, '--file', 'FILE'],
        file: { text: "UPDATE a SET b = 'x';\nUPDATE c SET d = 2 WHERE e = 1;\n", mode: 0o600 },
      },
    ])
  })

  test('refuses a statement that D1 would refuse', async () => {
    const { run, asked } = recorded()
    const long = { sql: 'UPDATE a SET b = ?1', parameters: ['x'.repeat(100_000)] }
    await expect(remoteLedger(run).change([long])).rejects.toThrow('too long for D1')
    expect(asked).toEqual([])
  })
})

test.each([['a\0b'], [Number.NaN], [Number.POSITIVE_INFINITY]])('writtenOut refuses %s', (parameter) => {
  expect(() => writtenOut({ sql: '?1', parameters: [parameter] })).toThrow(RangeError)
})

test('writtenOut refuses a parameter that was not given', () => {
  expect(() => writtenOut({ sql: '?2', parameters: ['a'] })).toThrow(RangeError)
})
