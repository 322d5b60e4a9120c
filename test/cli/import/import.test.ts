import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readExport } from '../../../src/cli/import/export-file.ts'
import { importFlags } from '../../../src/cli/import/options.ts'
import { importAt } from '../../../src/cli/import/run.ts'
import { sources } from '../../../src/cli/import/sources.ts'
import { memoryStores, seedRows, typedAs, type MemoryStores } from '../memory-stores.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const digest = (letter: string) => letter.repeat(64)

interface Said {
  keys: { id: string; kv_name: string; step: string; entry: unknown; lost: string[]; place: string }[]
  wallets: unknown
  notes: string[]
  mistakes: unknown[]
  written: boolean
}

interface RunOptions {
  args?: string[]
  teams?: unknown
  budgets?: unknown
  withoutBudgets?: boolean
}

async function run(
  stores: MemoryStores,
  from: keyof typeof sources,
  rows: unknown,
  { args = [], teams = null, budgets = null, withoutBudgets = false }: RunOptions = {},
) {
  const input = {
    from: sources[from],
    carry: 'period' as const,
    quotaPerUsd: 500_000,
    exported: readExport(typeof rows === 'string' ? rows : JSON.stringify(rows)),
    teams: teams === null ? null : readExport(JSON.stringify(teams)),
    budgets: budgets === null ? null : readExport(JSON.stringify(budgets)),
    withoutBudgets,
  }
  return importAt(stores, typedAs(importFlags, ...args), input, now)
}

async function said(...given: Parameters<typeof run>): Promise<Said> {
  const [stores, from, rows, options = {}] = given
  const done = await run(stores, from, rows, { ...options, args: [...(options.args ?? []), '--json'] })
  if (!done.ok) throw new Error(done.message)
  return JSON.parse(done.says) as Said
}

const liteLlmRow = {
  token: digest('a'),
  key_name: 'sk-...x1Yz',
  key_alias: 'Alice’s laptop',
  spend: 7.25,
  max_budget: 20,
  budget_duration: '30d',
  budget_reset_at: '2026-12-01T00:00:00Z',
  expires: '2027-06-30T10:00:00Z',
  models: ['gpt-4o', 'claude-*'],
  rpm_limit: 60,
  tpm_limit: null,
  max_parallel_requests: 4,
  user_id: 'u-1',
  team_id: null,
  blocked: null,
  metadata: { tags: ['a', 'b'], owner: 'x' },
  aliases: { fast: 'gpt-4o-mini' },
  config: {},
  permissions: {},
  soft_budget: 15,
  model_max_budget: { 'gpt-4o': 5 },
  allowed_cache_controls: ['no-cache'],
  created_at: '2025-01-01T00:00:00Z',
  surprising: 'x',
}

describe('importing from LiteLLM', () => {
  test('maps every field, and names every one that it could not carry', async () => {
    const { keys, mistakes } = await said(memoryStores(), 'litellm', [liteLlmRow])
    expect(mistakes).toEqual([])
    expect(keys).toEqual([
      {
        place: 'item 1',
        id: 'alice-s-laptop',
        kv_name: `sha256:${digest('a')}`,
        step: 'new',
        entry: {
          id: 'alice-s-laptop',
          name: 'Alice’s laptop',
          expires: '2027-06-30T10:00:00.000Z',
          models: ['gpt-4o', 'claude-*'],
          budget: { usd: 20, per: 'month' },
          limits: { rpm: 60, parallel: 4 },
          tags: { user: 'u-1', tags: 'a,b' },
        },
        lost: [
          "spend: 7.25 of this month's 20 USD are spent already and count anew here",
          'metadata (owner)',
          'aliases',
          'soft_budget',
          'model_max_budget',
          'allowed_cache_controls',
          'surprising',
        ],
      },
    ])
  })

  const team = {
    team_id: 't-1',
    team_alias: 'Research & Co',
    max_budget: 500,
    budget_duration: '1mo',
    spend: 0,
    models: ['gpt-4o'],
    blocked: false,
    tpm_limit: 9,
  }

  test('makes a team’s budget a wallet of its keys, and prints the lines of @config', async () => {
    const row = { token: digest('a'), key_alias: 'alice', team_id: 't-1', models: ['all-team-models'] }
    const { keys, wallets } = await said(memoryStores(), 'litellm', [row], { teams: [team] })
    expect(wallets).toEqual({ 'research-co': { usd: 500, per: 'month' } })
    expect(keys[0]?.entry).toEqual({
      id: 'alice',
      name: 'alice',
      models: ['gpt-4o'],
      wallet: 'research-co',
      tags: { team: 'Research & Co' },
    })
    const done = await run(memoryStores(), 'litellm', [row], { teams: [team], args: ['--dry-run'] })
    expect(done.ok && done.says).toContain('  research-co: tpm_limit')
  })

  test.each([
    [
      'the list of its team, where the key is for all models',
      ['all-proxy-models'],
      ['gpt-4o'],
      ['gpt-4o'],
      [],
    ],
    ['nothing, where its team may ask for nothing', [], ['no-default-models'], ['!*'], []],
    [
      'every model, and says so, where the list of its team is in another table',
      [],
      ['all-org-models'],
      undefined,
      ['all-org-models of its team: the list is in another table'],
    ],
  ])('a key in a team gets %s', async (_, models, teamModels, expected, lost) => {
    const row = { token: digest('a'), key_alias: 'alice', team_id: 't-1', models }
    const teams = [{ team_id: 't-1', team_alias: 'Team', models: teamModels }]
    const { keys } = await said(memoryStores(), 'litellm', [row], { teams })
    expect(keys).toMatchObject([{ entry: { id: 'alice' }, lost }])
    expect(keys[0]?.entry).toEqual({ id: 'alice', name: 'alice', models: expected, tags: { team: 'Team' } })
  })

  test('writes the wallets where that is asked for, and leaves those that stand there', async () => {
    const stores = memoryStores({ '@config': '{"wholesale": true}' })
    const row = { token: digest('a'), key_alias: 'alice', team_id: 't-1' }
    await run(stores, 'litellm', [row], { teams: [team], args: ['--config'] })
    expect(JSON.parse(stores.texts.get('@config') ?? '')).toEqual({
      wholesale: true,
      wallets: { 'research-co': { usd: 500, per: 'month' } },
    })
    const before = stores.texts.get('@config')
    const again = await run(stores, 'litellm', [row], {
      teams: [{ ...team, max_budget: 9 }],
      args: ['--config'],
    })
    expect(stores.texts.get('@config')).toBe(before)
    expect(again.ok && again.says).toContain('there already and left: research-co')
  })

  test('writes nothing at all over a configuration that is broken', async () => {
    const stores = memoryStores({ '@config': '{"wholesael": true}' })
    const row = { token: digest('a'), key_alias: 'alice', team_id: 't-1' }
    const done = await run(stores, 'litellm', [row], { teams: [team], args: ['--config'] })
    expect(done).toEqual({
      ok: false,
      message: '@config: unknown field "wholesael" (did you mean "wholesale"?)',
    })
    expect([...stores.texts.keys()]).toEqual(['@config'])
  })

  test.each([
    ['a blocked key', { blocked: true }, { enabled: false }],
    ['a blocked team', { team_id: 't-2' }, { enabled: false, tags: { team: 'Closed' } }],
    ['a key that may ask for nothing', { models: ['no-default-models'] }, { models: ['!*'] }],
    ['a key for all models', { models: ['all-proxy-models', 'x'] }, {}],
    ['a model by a name that would mean all others here', { models: ['!x'] }, { models: ['?x'] }],
    ['a limit of 0', { rpm_limit: 0 }, { limits: { rpm: 1 } }],
    ['a used budget', { max_budget: 1, spend: 1 }, { enabled: false }],
    [
      'a key that has its own budget in a team with one',
      { team_id: 't-1', max_budget: 1 },
      {
        models: ['gpt-4o'],
        budget: { usd: 1, per: 'total' },
        tags: { team: 'Research & Co' },
      },
    ],
  ])('never allows more than there: %s', async (_, fields, expected) => {
    const teams = [team, { team_id: 't-2', team_alias: 'Closed', blocked: true }]
    const rows = [{ token: digest('a'), ...fields }]
    const { keys } = await said(memoryStores(), 'litellm', rows, { teams })
    expect(keys[0]?.entry).toEqual({ id: 'key-aaaaaaaa', ...expected })
  })

  test('reads a table as PostgreSQL writes it', async () => {
    const csv = `token,key_alias,models,metadata,blocked,expires,max_budget,spend
${digest('A')},"Bob, ""the"" builder",{gpt-4o},{},f,2027-01-01 00:00:00,,0`
    const { keys } = await said(memoryStores(), 'litellm', csv)
    expect(keys[0]?.entry).toEqual({
      id: 'bob-the-builder',
      name: 'Bob, "the" builder',
      expires: '2027-01-01T00:00:00.000Z',
      models: ['gpt-4o'],
    })
    expect(keys[0]?.kv_name).toBe(`sha256:${digest('a')}`)
  })
})

describe('a LiteLLM key whose limits stand in the budget table', () => {
  const row = { token: digest('a'), key_alias: 'alice', budget_id: 'b-1', spend: 2, rpm_limit: 60 }
  const table = {
    budget_id: 'b-1',
    max_budget: 10,
    budget_duration: '30d',
    budget_reset_at: '2026-12-01T00:00:00Z',
    rpm_limit: 30,
    tpm_limit: 1000,
    soft_budget: 5,
    created_by: 'x',
  }

  test('is not imported while that table is not given', async () => {
    const stores = memoryStores()
    const { keys, mistakes } = await said(stores, 'litellm', [row])
    expect([keys, mistakes]).toEqual([
      [],
      [
        {
          place: 'item 1',
          message:
            'its limits are those of budget b-1, in another table: give its export with --budgets FILE, or leave them out with --without budget_id: not imported',
        },
      ],
    ])
    const others = await said(stores, 'litellm', [row], { budgets: [{ ...table, budget_id: 'b-2' }] })
    expect(others.keys).toEqual([])
  })

  test('has the table’s budget, the stricter of both limits, and a word on what was lost', async () => {
    const { keys, mistakes } = await said(memoryStores(), 'litellm', [row], { budgets: [table] })
    expect([mistakes, keys[0]?.entry, keys[0]?.lost]).toEqual([
      [],
      {
        id: 'alice',
        name: 'alice',
        budget: { usd: 10, per: 'month' },
        limits: { rpm: 30, tpm: 1000 },
      },
      ["spend: 2 of this month's 10 USD are spent already and count anew here", 'soft_budget of budget b-1'],
    ])
  })

  test.each([
    [
      'the lower one where it has a budget of its own',
      { max_budget: 4, budget_duration: '30d' },
      { usd: 4, per: 'month' },
    ],
    [
      'the lower one the other way round',
      { max_budget: 40, budget_duration: '30d' },
      { usd: 10, per: 'month' },
    ],
  ])('has %s', async (_, own, budget) => {
    const { keys } = await said(memoryStores(), 'litellm', [{ ...row, ...own }], { budgets: [table] })
    expect(keys[0]?.entry).toMatchObject({ budget })
  })

  test('is not imported where both budgets turn at different times', async () => {
    const rows = [{ ...row, max_budget: 1, budget_duration: '1d' }]
    const { mistakes } = await said(memoryStores(), 'litellm', rows, { budgets: [table] })
    expect(mistakes).toEqual([
      {
        place: 'item 1',
        message: 'its own budget and that of budget_id turn at different times: keep one there: not imported',
      },
    ])
  })

  test('is not imported where its table’s row is broken, which is said', async () => {
    const budgets = [{ ...table, max_budget: 'much' }]
    const { keys, mistakes } = await said(memoryStores(), 'litellm', [row], { budgets })
    expect([keys, mistakes[0]]).toEqual([
      [],
      { place: 'budget item 1', message: 'max_budget is no number: its keys are not imported' },
    ])
  })

  test('loses those limits only where somebody says so', async () => {
    const { keys } = await said(memoryStores(), 'litellm', [row], { withoutBudgets: true })
    expect([keys[0]?.entry, keys[0]?.lost]).toEqual([
      { id: 'alice', name: 'alice', limits: { rpm: 60 } },
      ['budget_id b-1: its limits, left out with --without'],
    ])
  })
})

describe('importing from one-api and new-api', () => {
  const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKL'
  const row = { id: 1, user_id: 3, key, name: 'laptop', status: 1, expired_time: -1, remain_quota: 1_234_567 }

  test('carries what is left of a quota as a total, under the token that clients send', async () => {
    const rows = [{ ...row, models: 'gpt-4o,o3', subnet: '10.0.0.0/8', used_quota: 5, group: 'vip' }]
    const { keys } = await said(memoryStores(), 'one-api', { success: true, data: rows })
    expect(keys).toEqual([
      {
        place: 'item 1',
        id: 'laptop',
        kv_name: `sha256:${sha256(`sk-${key}`)}`,
        step: 'new',
        entry: {
          id: 'laptop',
          name: 'laptop',
          models: ['gpt-4o', 'o3'],
          budget: { usd: 2.469134, per: 'total' },
          ips: ['10.0.0.0/8'],
          tags: { user: '3' },
        },
        lost: ['group vip'],
      },
    ])
  })

  test.each([
    ['no bound', { unlimited_quota: true }, {}],
    [
      'limits that are on',
      { unlimited_quota: 1, model_limits_enabled: 1, model_limits: 'a,b' },
      { models: ['a', 'b'] },
    ],
    [
      'limits that are on and empty, which allow nothing there',
      { unlimited_quota: 1, model_limits_enabled: 1, model_limits: '' },
      { models: ['!*'] },
    ],
    [
      'a model by a name that would mean all others here',
      { unlimited_quota: 1, model_limits_enabled: 1, model_limits: '!a' },
      { models: ['?a'] },
    ],
    ['limits that are off', { unlimited_quota: 1, model_limits_enabled: 0, model_limits: 'a,b' }, {}],
    [
      'addresses',
      { unlimited_quota: 1, allow_ips: '192.0.2.1\n192.0.2.0/24' },
      { ips: ['192.0.2.1', '192.0.2.0/24'] },
    ],
    ['an end', { unlimited_quota: 1, expired_time: 1_893_456_000 }, { expires: '2030-01-01T00:00:00.000Z' }],
    ['status 2', { unlimited_quota: 1, status: 2 }, { enabled: false }],
    ['status 4', { status: 4, remain_quota: 0 }, { enabled: false }],
  ])('reads %s', async (_, fields, expected) => {
    const { keys } = await said(memoryStores(), 'new-api', [{ ...row, ...fields }])
    expect(keys[0]?.entry).toEqual({ id: 'laptop', name: 'laptop', tags: { user: '3' }, ...expected })
  })

  test.each([
    [
      { key: 'abcd**********IJKL' },
      'its key is masked: export the table tokens of the database: not imported',
    ],
    [{ key: '' }, 'key is missing, or no token: not imported'],
    [{ deleted_at: '2026-01-01 00:00:00' }, 'it was deleted there: not imported'],
    [{ expired_time: 1e18 }, 'expired_time is no time: not imported'],
    [
      { subnet: 'home' },
      'ips[0] must be an address or a network, as "203.0.113.7", "203.0.113.0/24" or "2001:db8::/32": not imported',
    ],
    [{ remain_quota: 'much' }, 'remain_quota is no number: not imported'],
  ])('does not import %j', async (fields, message) => {
    const { keys, mistakes } = await said(memoryStores(), 'new-api', [{ ...row, ...fields }])
    expect([keys, mistakes]).toEqual([[], [{ place: 'item 1', message }]])
  })
})

describe('an import', () => {
  const rows = [
    { token: digest('a'), key_alias: 'alice', max_budget: 10 },
    { token: digest('b'), key_alias: 'Alice' },
    { token: digest('A'), key_alias: 'again' },
    { token: 'no digest' },
    { token: digest('c'), key_alias: '<script>\u001b[31m' },
  ]

  test('goes on behind lines that are broken or there twice, and ends with 1', async () => {
    const stores = memoryStores()
    const done = await run(stores, 'litellm', rows)
    expect(done.ok && done.exitCode).toBe(1)
    expect(done.ok && done.says).toContain(`  item 3: the same key as item 1: not imported again
  item 4: token is no SHA-256 in 64 hex digits: not imported

Keys: 3 new, 2 lines to look at.

Written: 3 entries.`)
    expect(done.ok && done.says).not.toContain('\u001b')
    expect(Object.fromEntries(stores.ids)).toEqual({
      [`sha256:${digest('a')}`]: 'alice',
      [`sha256:${digest('b')}`]: 'alice-2',
      [`sha256:${digest('c')}`]: 'script-31m',
    })
  })

  test('writes nothing with --dry-run', async () => {
    const stores = memoryStores()
    const done = await run(stores, 'litellm', rows, { args: ['--dry-run'] })
    expect([stores.texts.size, done.ok && done.says.endsWith('Nothing is written (--dry-run).')]).toEqual([
      0,
      true,
    ])
  })

  test('changes nothing when it is repeated', async () => {
    const stores = memoryStores()
    await run(stores, 'litellm', rows)
    const before = [...stores.texts]
    const { keys } = await said(stores, 'litellm', rows)
    expect(keys.map(({ id, step }) => [id, step])).toEqual([
      ['alice', 'same'],
      ['alice-2', 'same'],
      ['script-31m', 'same'],
    ])
    expect([...stores.texts]).toEqual(before)
  })

  test('leaves what somebody changed since, unless it is told to update', async () => {
    const name = `sha256:${digest('a')}`
    const mine = '{"id":"alice-of-old","enabled":false}'
    const stores = memoryStores({ [name]: mine })
    const first = await said(stores, 'litellm', rows.slice(0, 1))
    expect([first.keys[0]?.step, stores.texts.get(name)]).toEqual(['kept', mine])
    const second = await said(stores, 'litellm', rows.slice(0, 1), { args: ['--update'] })
    expect([second.keys[0]?.step, JSON.parse(stores.texts.get(name) ?? '')]).toEqual([
      'changed',
      { id: 'alice-of-old', name: 'alice', budget: { usd: 10, per: 'total' } },
    ])
  })

  test('does not bring a key back that was removed here, says so of each, and does it where that is asked for', async () => {
    const stores = memoryStores()
    await run(stores, 'litellm', rows)
    const name = `sha256:${digest('a')}`
    stores.texts.delete(name)
    stores.texts.set('alice', JSON.stringify({ hash: digest('0') }))
    const done = await run(stores, 'litellm', rows)
    expect([stores.texts.has(name), done.ok && done.says]).toEqual([
      false,
      expect.stringContaining(
        `Removed here since they were imported (deleted, or their holder has another token), and left so:
  item 1: alice (sha256:aaaaaaaaaaaa)`,
      ),
    ])
    const again = await said(stores, 'litellm', rows, { args: ['--again'] })
    expect(again.keys.map(({ id, step }) => [id, step])).toEqual([
      ['alice-3', 'again'],
      ['alice-2', 'same'],
      ['script-31m', 'same'],
    ])
    expect(stores.texts.has(name)).toBe(true)
  })

  test('forgets no token that it imported once, also where another export is imported next', async () => {
    const stores = memoryStores()
    await run(stores, 'litellm', [{ token: digest('a') }])
    await run(stores, 'litellm', [{ token: digest('b') }])
    expect(stores.texts.get('@imported')?.split('\n')).toEqual([digest('a'), digest('b')])
  })

  test('gives no id that a key has, or ever had', async () => {
    const stores = memoryStores({ alice: '{}', [`sha256:${digest('f')}`]: '{"id":"alice-2"}' })
    seedRows(stores, [{ key_id: 'alice-3', at: now }])
    const { keys } = await said(stores, 'litellm', rows.slice(0, 1))
    expect(keys.map(({ id }) => id)).toEqual(['alice-4'])
  })
})
