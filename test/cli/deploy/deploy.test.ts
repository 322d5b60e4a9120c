import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dryRun } from '../../../src/cli/deploy/dry-run.ts'
import { deployFlags } from '../../../src/cli/deploy/flags.ts'
import type { Wrangler } from '../../../src/cli/deploy/ports.ts'
import { typedAs } from '../memory-stores.ts'
import { account, type Command, freshAccount, type Recorded, workerIn } from './recorded-cloudflare.ts'
import { clone, copyIn, deploy, lines, loadWrangler, removeClones, token, url } from './stage.ts'

beforeAll(loadWrangler, 60_000)
afterAll(removeClones)

describe('npm run deploy on a fresh account', () => {
  test('makes everything once, asks for what it cannot know, and shows two keys', async () => {
    const { done, commands, asked, said, cloud, folder } = await deploy()
    expect(done).toMatchObject({ ok: true, exitCode: 0 })
    expect(done.ok && done.says).toContain(`\nTollgate runs at ${url}\n`)
    expect(asked).toEqual([
      'Name of the AI Gateway [default]: ',
      'API token with the permission "AI Gateway: Run" (it is not shown; empty for a gateway without authentication): ',
    ])
    expect(lines(commands).map((line) => line.replace(/\/\S+/, 'FILE'))).toEqual([
      'whoami --json',
      'deployments status --json',
      'kv namespace list',
      'deploy',
      'secret put CF_AIG_TOKEN',
      'deployments status --json',
      'versions view version-2 --json',
      'secret list --format json',
      'kv key list --binding KEYS --remote',
      "d1 execute DB --remote --json --yes --command SELECT 1 FROM keys WHERE key_id = 'operator'",
      "d1 execute DB --remote --json --yes --command SELECT 1 FROM keys WHERE key_id = 'first'",
      'kv bulk put FILE --binding KEYS --remote',
    ])
    expect(cloud).toMatchObject({
      namespaces: { 'kv-1': 'tollgate-keys' },
      databases: { 'd1-1': 'tollgate' },
      workers: {
        tollgate: {
          secrets: { CF_AIG_TOKEN: 'cf-token' },
          bindings: {
            ACCOUNT_ID: { type: 'plain_text', text: account },
            GATEWAY_ID: { type: 'plain_text', text: 'default' },
          },
        },
      },
    })
    const entries = Object.values(cloud.entries['kv-1'] ?? {}).map((text) => JSON.parse(text) as object)
    expect(entries).toMatchObject([{ scopes: ['operator'] }, { scopes: ['inference'] }])
    expect(said).toContain(token('operator'))
    expect(said).toContain(token('first'))
    expect(said).toContain('/v1/chat/completions with gpt-4o-mini: answered, through the gateway')
    expect(JSON.parse(readFileSync(join(folder, '.wrangler/deployed.json'), 'utf8'))).toEqual({
      url,
      name: 'tollgate',
      account,
    })
  })

  test('deploys by a copy with the ids in it, and leaves the tracked file as it is', async () => {
    const { folder } = await deploy()
    expect(readFileSync(join(folder, 'wrangler.toml'))).toEqual(readFileSync('wrangler.toml'))
    expect(copyIn(folder)).toMatchObject({
      name: 'tollgate',
      account_id: account,
      keep_vars: true,
      main: join(folder, 'src/index.ts'),
      assets: { directory: join(folder, 'dist/pages') },
      kv_namespaces: [{ binding: 'KEYS', id: 'kv-1' }],
      d1_databases: [
        { binding: 'DB', database_id: 'd1-1', migrations_dir: join(folder, 'src/ledger/migrations') },
      ],
      vars: {},
    })
  })

  test('puts no secret and no token on a command line', async () => {
    const { commands } = await deploy()
    const written = lines(commands).join('\n')
    expect([written.includes('cf-token'), written.includes('sk-')]).toEqual([false, false])
    expect(commands.filter(({ stdin }) => stdin !== undefined)).toEqual([
      { args: ['secret', 'put', 'CF_AIG_TOKEN'], stdin: 'cf-token' },
    ])
  })
})

describe('npm run deploy again', () => {
  test('upgrades in place: asks nothing, makes nothing, keeps what the dashboard has', async () => {
    const { folder, cloud } = await deploy()
    const worker = cloud.workers['tollgate']
    Object.assign(worker?.bindings ?? {}, { GATEWAY_ID: { type: 'plain_text', text: 'by-hand' } })
    const before = structuredClone(cloud)
    const again = await deploy({ folder, cloud, types: [] })
    expect(again.asked).toEqual([])
    expect(cloud).toEqual({
      ...before,
      workers: { tollgate: { ...before.workers['tollgate'], versions: 3 } },
    })
    expect(again.said).toContain('Upgrading in place …')
    expect(again.done.ok && again.done.says).toContain('No keys were made')
  })

  test('finds everything from another clone, also what the dashboard named otherwise', async () => {
    const { cloud } = await deploy()
    cloud.namespaces['kv-1'] = 'renamed'
    const { folder } = await deploy({ cloud, types: [] })
    expect([Object.keys(cloud.namespaces), copyIn(folder)['kv_namespaces']]).toEqual([
      ['kv-1'],
      [{ binding: 'KEYS', id: 'kv-1' }],
    ])
  })

  test('takes a setting of the environment in place of the old one', async () => {
    const { folder, cloud } = await deploy()
    await deploy({ folder, cloud, types: null, env: { GATEWAY_ID: 'second', CF_AIG_TOKEN: 'next' } })
    expect(cloud.workers['tollgate']).toMatchObject({
      secrets: { CF_AIG_TOKEN: 'next' },
      bindings: { GATEWAY_ID: { text: 'second' } },
    })
  })
})

describe('a setting that is a secret already', () => {
  test('stays one when the environment changes it', async () => {
    const { folder, cloud } = await deploy()
    const worker = cloud.workers['tollgate']
    delete worker?.bindings['ACCOUNT_ID']
    Object.assign(worker?.secrets ?? {}, { ACCOUNT_ID: 'mine' })
    await deploy({ folder, cloud, types: null, env: { ACCOUNT_ID: 'theirs' } })
    expect([worker?.secrets['ACCOUNT_ID'], cloud.workers['tollgate']?.bindings['ACCOUNT_ID']]).toEqual([
      'theirs',
      undefined,
    ])
  })
})

describe('a deploy that is stopped', () => {
  const commandsOfOne = 12
  let whole: Recorded | undefined
  const moments = Array.from({ length: commandsOfOne }, (_, index) => [index + 1, 'before'] as const)
  test.each([...moments, ...moments.map(([number]) => [number, 'behind'] as const)])(
    'at its command %i, %s it was carried out, is finished by the next one',
    async (number, where) => {
      const folder = clone()
      const cloud = freshAccount()
      const around = (wrangler: Wrangler): Wrangler => {
        let count = 0
        return async (...given) => {
          count += 1
          if (count === number && where === 'before') throw new Error('stopped')
          const answer = await wrangler(...given)
          if (count === number) throw new Error('stopped')
          return answer
        }
      }
      await expect(deploy({ folder, cloud, around })).rejects.toThrow('stopped')
      const { done } = await deploy({ folder, cloud })
      expect(done).toMatchObject({ ok: true, exitCode: 0 })
      whole ??= (await deploy()).cloud
      const versions = cloud.workers['tollgate']?.versions ?? 0
      const tollgate = { ...whole.workers['tollgate'], versions }
      expect(cloud).toEqual({ ...whole, workers: { tollgate } })
    },
  )

  test('between a namespace and its Worker goes on with that namespace', async () => {
    const cloud = {
      ...freshAccount(),
      namespaces: { 'kv-left': 'tollgate-keys' },
      entries: { 'kv-left': {} },
    }
    const { said } = await deploy({ cloud })
    expect(Object.keys(cloud.namespaces)).toEqual(['kv-left'])
    expect(said).toContain('Going on with the KV namespace tollgate-keys, which is there already.')
  })
})

describe('without a person', () => {
  test('goes by the environment, and says what is missing', async () => {
    const { done, cloud } = await deploy({ types: null })
    expect(cloud.workers['tollgate']?.secrets).toEqual({})
    expect(done.ok && done.says).toContain(
      '- CF_AIG_TOKEN is not set. Unless your gateway is open to everybody: npx wrangler secret put CF_AIG_TOKEN --name tollgate',
    )
  })

  test('shows no tokens to the log of CI, unless that is asked for', async () => {
    const env = { CI: 'true', CF_AIG_TOKEN: 'x' }
    const { said, cloud, done } = await deploy({ types: null, env })
    expect([said.includes('sk-'), cloud.entries]).toEqual([false, { 'kv-1': {} }])
    expect(done).toMatchObject({ ok: true, exitCode: 0 })
    const asked = await deploy({ types: null, env, args: ['--keys'] })
    expect(asked.said).toContain(token('operator'))
  })

  test('takes the empty Worker that Workers Builds connects a build to', async () => {
    const worker = { bindings: {}, secrets: { ACCOUNT_ID: 'mine', CF_AIG_TOKEN: 'x' }, versions: 1 }
    const cloud = { ...freshAccount(), workers: { tollgate: worker } }
    await deploy({ cloud, types: null, env: { CI: 'true', WORKERS_CI: '1' } })
    expect(Object.keys(cloud.workers.tollgate.bindings).sort()).toEqual(['DB', 'KEYS', 'METER'])
  })
})

describe('the first request', () => {
  test('tells in the gateway’s own words why it was refused', async () => {
    const gateway = { status: 401, json: { error: { message: 'No key for openai\u001b[31m.' } } }
    const { said, done } = await deploy({ gateway })
    expect(said).toContain('/v1/chat/completions with gpt-4o-mini: No key for openai')
    expect(said).not.toContain('\u001b')
    expect(done).toMatchObject({ ok: true, exitCode: 0 })
  })

  test('waits for a new address, and in the end says that it does not answer', async () => {
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
    }
    const { slept, said, done } = await deploy({ fetch })
    expect([slept, done.ok && done.exitCode]).toEqual([Array.from({ length: 11 }, () => 5_000), 1])
    expect(said).toContain('/health: no answer (fetch failed: getaddrinfo ENOTFOUND)')
    expect(said).toContain(token('operator'))
    expect(done.ok && done.says).toMatch(`Tollgate is deployed at ${url}, but does not answer as it should`)
  })

  test('tells what the Worker itself lacks', async () => {
    const missing = { ok: false, missing: ['METER'], problems: ['USAGE_CHUNK must be "hide" or "show".'] }
    const { said } = await deploy({ fetch: async () => Response.json(missing, { status: 503 }) })
    expect(said).toContain('    METER is missing\n    USAGE_CHUNK must be "hide" or "show".')
  })

  test('passes the doctor’s findings on', async () => {
    const cloud = freshAccount()
    const worker = workerIn(cloud, { status: 200, json: { choices: [] } })
    const findings = [{ level: 'warning', what: 'No price.', fix: 'Write one.' }]
    const fetch: typeof worker = async (asked, init) =>
      asked.endsWith('/api/doctor') ? Response.json({ ok: true, findings, next: null }) : worker(asked, init)
    expect((await deploy({ cloud, fetch })).said).toContain('/api/doctor:\n    warning: No price. Write one.')
  })
})

describe('npm run deploy -- --dry-run', () => {
  test('builds by a copy of its own and asks Cloudflare nothing', async () => {
    const folder = clone()
    const commands: Command[] = []
    const ports = {
      folder,
      wrangler: async (args: readonly string[]) => {
        commands.push({ args })
        return { status: 0, stdout: 'Total Upload: 1 KiB\n', stderr: '' }
      },
    }
    const done = await dryRun(typedAs(deployFlags, '--dry-run'), ports)
    const file = join(folder, '.wrangler/deploy-dry-run/wrangler.json')
    expect(lines(commands)).toEqual([`deploy --dry-run --config ${file}`])
    expect([done.ok, existsSync(file), existsSync(join(folder, '.wrangler/deployed'))]).toEqual([
      true,
      true,
      false,
    ])
  })
})
