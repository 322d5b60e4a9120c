import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoToken } from '../../src/cli/demo-key.ts'
import { parseToken } from '../../src/keys/token.ts'

let folder = ''
let entries = new Map<string, string>()
const keys = {
  get: async (name: string) => entries.get(name) ?? null,
  put: async (name: string, value: string) => void entries.set(name, value),
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-'))
  entries = new Map()
})
afterEach(() => rm(folder, { recursive: true }))

describe('demoToken', () => {
  test('makes the key demo, and keeps its token readable by its owner alone', async () => {
    const token = await demoToken(keys, folder)
    const { id, digest } = await parseToken(token)
    expect(id).toBe('demo')
    expect(Object.fromEntries(entries)).toEqual({
      demo: JSON.stringify({ hash: digest, name: 'Demo key of npm start' }),
    })
    expect(await readFile(join(folder, 'demo-key'), 'utf8')).toBe(`${token}\n`)
    expect((await stat(join(folder, 'demo-key'))).mode & 0o777).toBe(0o600)
  })

  test('gives the same token again, whatever else its record says by now', async () => {
    const token = await demoToken(keys, folder)
    const { digest } = await parseToken(token)
    entries.set('demo', JSON.stringify({ hash: digest, models: ['gpt-*'] }))
    expect(await demoToken(keys, folder)).toBe(token)
  })

  test('makes a new one where its entry is gone', async () => {
    const token = await demoToken(keys, folder)
    entries.clear()
    expect(await demoToken(keys, folder)).not.toBe(token)
    expect([...entries.keys()]).toEqual(['demo'])
  })

  test("leaves somebody's own key demo as it is", async () => {
    entries.set('demo', '{"hash":"mine"}')
    const { id } = await parseToken(await demoToken(keys, folder))
    expect(entries.get('demo')).toBe('{"hash":"mine"}')
    expect([...entries.keys()]).toEqual(['demo', id])
  })
})
