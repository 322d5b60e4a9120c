import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { changeFlags, deleteAt, deleteFlags, switchAt } from '../../src/cli/key-change.ts'
import { checkAt, checkFlags } from '../../src/cli/key-check.ts'
import { createFlags, writeDraft } from '../../src/cli/key-create.ts'
import { draftKey } from '../../src/cli/key-draft.ts'
import { rotateAt, rotateFlags } from '../../src/cli/key-rotate.ts'
import { showAt, showFlags } from '../../src/cli/key-show.ts'
import { memoryStores, seedRows, typedAs, type MemoryStores } from './memory-stores.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const countingUp = (count: number) => Uint8Array.from({ length: count }, (_, index) => index % 10)
const newToken = (id: string) => `sk-${id}-${'0123456789'.repeat(4)}`
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const foreign = 'sk-imported0123456789'
const imported = `sha256:${sha256(foreign)}`
const hash = sha256('an old token')

async function create(stores: MemoryStores, id: string, ...args: string[]) {
  const typed = typedAs(createFlags, ...args)
  const drafted = await draftKey(id, typed, countingUp, now)
  return drafted.ok ? writeDraft(stores, typed, drafted.draft) : drafted
}

describe('key create', () => {
  test('writes an entry and ends with the base URL', async () => {
    const stores = memoryStores()
    const done = await create(stores, 'alice', '--budget=20/month')
    expect(Object.fromEntries(stores.texts)).toEqual({
      alice: JSON.stringify({ hash: sha256(newToken('alice')), budget: { usd: 20, per: 'month' } }),
    })
    expect(done.ok && done.says).toMatch(
      / {2}http:\/\/127\.0\.0\.1:8787\/v1 \(OpenAI clients\)\n {2}http:\/\/127\.0\.0\.1:8787 \(Anthropic and Gemini clients\)$/,
    )
  })

  test('says the same to scripts', async () => {
    const done = await create(memoryStores(), 'alice', '--json')
    expect(done.ok && JSON.parse(done.says)).toEqual({
      id: 'alice',
      token: newToken('alice'),
      entry: { hash: sha256(newToken('alice')) },
      url: 'http://127.0.0.1:8787',
    })
  })

  const wallets = '{"wallets":{"research":{"usd":5,"per":"day"}}}'

  test('warns of a wallet that is nowhere, and names the nearest', async () => {
    const warning =
      'All that this key asks for is refused until that is mended: its wallet reserch is not in @config.wallets (did you mean research?).'
    const typo = await create(memoryStores({ '@config': wallets }), 'alice', '--wallet=reserch')
    expect(typo.ok && typo.says.split('\n\n')[1]).toBe(warning)
    const scripts = await create(memoryStores({ '@config': wallets }), 'alice', '--wallet=reserch', '--json')
    expect(scripts.ok && JSON.parse(scripts.says)).toMatchObject({ id: 'alice', warning })
    const right = await create(memoryStores({ '@config': wallets }), 'alice', '--wallet=research', '--json')
    expect(right.ok && JSON.parse(right.says)).not.toHaveProperty('warning')
  })

  test('says why no wallet is there where the configuration cannot be read', async () => {
    const done = await create(memoryStores({ '@config': '{' }), 'alice', '--wallet=research')
    expect(done.ok && done.says).toContain(
      'its wallet research is not in @config.wallets: @config is not valid: ',
    )
  })

  test.each([
    ['operator', ['/dashboard (all keys, in a browser)', '/api (the same for scripts)']],
    [
      'inference,operator',
      [
        '/v1 (OpenAI clients)',
        ' (Anthropic and Gemini clients)',
        '/dashboard (all keys, in a browser)',
        '/api (the same for scripts)',
      ],
    ],
  ])('names the places where a key with the scopes %s works', async (scopes, places) => {
    const done = await create(memoryStores(), 'alice', `--scopes=${scopes}`)
    expect(done.ok && done.says.split(' at:\n\n')[1]?.split('\n')).toEqual(
      places.map((place) => `  http://127.0.0.1:8787${place}`),
    )
  })

  test.each([
    ['there is a key alice already: choose another id, or --replace it', { alice: '{}' }, false],
    ['an imported key has the id alice: choose another id', { [imported]: '{"id":"alice"}' }, false],
    ['a key alice was used here before: choose another id, or --reuse it with what that one spent', {}, true],
  ])('refuses an id that is taken: %s', async (message, texts, used) => {
    const stores = memoryStores(texts)
    if (used) seedRows(stores, [{ key_id: 'alice', at: now }])
    expect(await create(stores, 'alice')).toEqual({ ok: false, message })
    expect(Object.fromEntries(stores.texts)).toEqual(texts)
  })

  test('gives an id out again with --reuse, and replaces a key with --replace', async () => {
    const stores = memoryStores({ bob: 'broken' })
    seedRows(stores, [{ key_id: 'alice', at: now }])
    await create(stores, 'alice', '--reuse')
    await create(stores, 'bob', '--replace')
    expect(Object.fromEntries(stores.texts)).toEqual({
      alice: JSON.stringify({ hash: sha256(newToken('alice')) }),
      bob: JSON.stringify({ hash: sha256(newToken('bob')) }),
    })
  })

  test('works before anything was ever written', async () => {
    const done = await create(memoryStores({}, false), 'alice')
    expect(done.ok).toBe(true)
  })
})

describe('key disable and enable', () => {
  test('change one field and keep what a person wrote', async () => {
    const stores = memoryStores({ alice: `{\n  "hash": "${hash}",\n  "name": "Alice"\n}` })
    expect(await switchAt(stores, typedAs(changeFlags, 'alice'), false)).toEqual({
      ok: true,
      says: 'Key alice is disabled.',
    })
    expect(stores.texts.get('alice')).toBe(
      `{\n  "hash": "${hash}",\n  "name": "Alice",\n  "enabled": false\n}`,
    )
    await switchAt(stores, typedAs(changeFlags, 'alice'), true)
    expect(JSON.parse(stores.texts.get('alice') ?? '')).toEqual({ hash, name: 'Alice', enabled: true })
  })

  test('keep the id in the metadata of an imported entry', async () => {
    const stores = memoryStores({ [imported]: '{"id":"alice"}' })
    await switchAt(stores, typedAs(changeFlags, 'alice'), false)
    expect([...stores.ids]).toEqual([[imported, 'alice']])
    expect(stores.texts.get(imported)).toBe('{"id":"alice","enabled":false}')
  })

  test.each([
    ['alcie', 'there is no key alcie (did you mean alice?)'],
    ['@config', '@config is no key'],
    ['broken', 'the entry broken is invalid: unknown field "hsah" (did you mean "hash"?)'],
  ])('refuse %s', async (id, message) => {
    const texts = { alice: JSON.stringify({ hash }), broken: '{"hsah":1}', '@config': '{}' }
    expect(await switchAt(memoryStores(texts), typedAs(changeFlags, id), false)).toEqual({
      ok: false,
      message,
    })
  })
})

describe('key delete', () => {
  test('removes the entry only if it is meant', async () => {
    const stores = memoryStores({ alice: JSON.stringify({ hash }) })
    const asked = await deleteAt(stores, typedAs(deleteFlags, 'alice'))
    expect([asked.ok, stores.texts.size]).toEqual([false, 1])
    expect(await deleteAt(stores, typedAs(deleteFlags, 'alice', '--yes'))).toEqual({
      ok: true,
      says: 'Key alice is deleted. Its rows stay in the ledger.',
    })
    expect(stores.texts.size).toBe(0)
  })
})

describe('key rotate', () => {
  test('adds a second hash, and removes the old one at the end', async () => {
    const stores = memoryStores({ alice: JSON.stringify({ hash, name: 'Alice' }) })
    const done = await rotateAt(stores, typedAs(rotateFlags, 'alice', '--json'), countingUp)
    const token = newToken('alice')
    expect(done.ok && JSON.parse(done.says)).toEqual({ id: 'alice', token })
    expect(JSON.parse(stores.texts.get('alice') ?? '')).toEqual({
      hash: [hash, sha256(token)],
      name: 'Alice',
    })
    await rotateAt(stores, typedAs(rotateFlags, 'alice', '--finish'), countingUp)
    expect(JSON.parse(stores.texts.get('alice') ?? '')).toEqual({ hash: sha256(token), name: 'Alice' })
  })

  test('gives an imported key an entry of its own, and removes the imported one at the end', async () => {
    const stores = memoryStores({ [imported]: '{"id":"alice","tags":{"team":"a"}}' })
    await rotateAt(stores, typedAs(rotateFlags, 'alice'), countingUp)
    const own = JSON.stringify({ tags: { team: 'a' }, hash: sha256(newToken('alice')) })
    expect(Object.fromEntries(stores.texts)).toEqual({
      [imported]: '{"id":"alice","tags":{"team":"a"}}',
      alice: own,
    })
    await rotateAt(stores, typedAs(rotateFlags, 'alice', '--finish'), countingUp)
    expect(Object.fromEntries(stores.texts)).toEqual({ alice: own })
  })

  test.each([
    [{ hash: [hash, hash, hash] }, [], 'three tokens work already: rotate alice --finish first'],
    [{ hash }, ['--finish'], 'key alice has one token only: rotate alice first'],
  ])('refuses %j %j', async (entry, args, message) => {
    const stores = memoryStores({ alice: JSON.stringify(entry) })
    const done = await rotateAt(stores, typedAs(rotateFlags, 'alice', ...args), countingUp)
    expect(done).toEqual({ ok: false, message })
  })
})

describe('key check', () => {
  const token = newToken('alice')
  const check = async (entry: object | null, shown: string, ...args: string[]) => {
    const stores = memoryStores(entry ? { alice: JSON.stringify(entry), [imported]: '{"id":"bob"}' } : {})
    const done = await checkAt(stores, typedAs(checkFlags, '--json', ...args), shown, now)
    return done.ok ? { ...(JSON.parse(done.says) as object), exitCode: done.exitCode } : done
  }
  const good = { hash: sha256(token) }
  const unknown = 'There is no such key. Was it copied whole, and made at this place (--remote or local)?'

  test.each([
    ['a good token', good, token, [], { id: 'alice', condition: 'enabled', problem: null, exitCode: 0 }],
    ['an imported token', good, foreign, [], { id: 'bob', condition: 'enabled', problem: null, exitCode: 0 }],
    [
      'a token from an address that is allowed',
      { ...good, ips: ['203.0.113.0/24'] },
      token,
      ['--from=203.0.113.9'],
      { id: 'alice', condition: 'enabled', problem: null, exitCode: 0 },
    ],
    [
      'no address at all',
      { ...good, ips: ['2001:db8::/32'] },
      token,
      [],
      { id: 'alice', condition: 'enabled', problem: null, exitCode: 0 },
    ],
    [
      'a token that nobody has',
      null,
      token,
      [],
      { id: null, condition: 'unknown', problem: unknown, exitCode: 1 },
    ],
  ])('knows %s', async (_, entry, shown, args, verdict) => {
    expect(await check(entry, shown, ...args)).toEqual(verdict)
  })

  test.each([
    ['disabled', { ...good, enabled: false }, /^This key is switched off/],
    ['expired', { ...good, expires: '2026-11-20' }, /^This key has expired/],
    ['invalid', { ...good, modles: [] }, /^This key is misconfigured: unknown field "modles"/],
  ])('says what is wrong with a key that is %s', async (condition, entry, problem) => {
    const id = condition === 'invalid' ? null : 'alice'
    const expected = { id, condition, problem: expect.stringMatching(problem) as string, exitCode: 1 }
    expect(await check(entry, token)).toEqual(expected)
  })

  test('says what is wrong with a key whose wallet is nowhere', async () => {
    expect(await check({ ...good, wallet: 'nix' }, token)).toEqual({
      id: 'alice',
      condition: 'invalid',
      problem:
        'This key is misconfigured: its wallet nix is not in @config.wallets. All that it asks for is refused.',
      exitCode: 1,
    })
  })

  test('tells nothing of an entry to a wrong secret', async () => {
    const verdict = await check({ hash, enabled: false }, token)
    expect(verdict).toMatchObject({ id: null, condition: 'unknown', exitCode: 1 })
  })
})

describe('key show', () => {
  test('tells the entry, its condition and its use', async () => {
    const stores = memoryStores({ alice: JSON.stringify({ hash, enabled: false }) })
    seedRows(stores, [
      { key_id: 'alice', at: now, cost_nano_usd: 1_500_000_000 },
      { key_id: 'alice', at: now + 1 },
    ])
    const done = await showAt(stores, typedAs(showFlags, 'alice', '--json'), now)
    expect(done.ok && JSON.parse(done.says)).toEqual({
      id: 'alice',
      kv_name: 'alice',
      condition: 'disabled',
      problem: null,
      entry: { hash, enabled: false },
      use: { last_used: '2026-11-22T12:00:00.001Z', requests: 2, cost_nano_usd: 1_500_000_000, unpriced: 1 },
    })
  })

  test('tells of a wallet that is nowhere', async () => {
    const stores = memoryStores({ alice: JSON.stringify({ hash, wallet: 'nix' }) })
    const done = await showAt(stores, typedAs(showFlags, 'alice'), now)
    expect(done.ok && done.says).toContain('condition  invalid: its wallet nix is not in @config.wallets\n')
  })

  test('makes what stands in an entry harmless', async () => {
    const stores = memoryStores({ alice: JSON.stringify({ hash, name: 'x\u009b2J\u202ey' }) })
    const done = await showAt(stores, typedAs(showFlags, 'alice'), now)
    expect(done.ok && done.says).toContain('"name": "x�2J�y"')
  })
})
