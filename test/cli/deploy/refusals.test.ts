import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Wrangler } from '../../../src/cli/deploy/ports.ts'
import { account, freshAccount } from './recorded-cloudflare.ts'
import { clone, copyIn, deploy, lines, loadWrangler, removeClones } from './stage.ts'

const other = 'b'.repeat(32)

beforeAll(loadWrangler, 60_000)
afterAll(removeClones)

describe('the account', () => {
  const two = [
    { id: account, name: 'One' },
    { id: other, name: 'Two' },
  ]

  test.each([
    [
      'no login',
      { loggedIn: false, accounts: [] },
      {},
      'You are not logged in to Cloudflare. Run npx wrangler login (in CI: set CLOUDFLARE_API_TOKEN), then npm run deploy again.',
    ],
    [
      'an account that the login does not have',
      { loggedIn: true, accounts: two.slice(0, 1) },
      { CLOUDFLARE_ACCOUNT_ID: other },
      `This login has no account ${other} (CLOUDFLARE_ACCOUNT_ID). It has:\n  1  ${account}  One\nLog in as somebody who has it (npx wrangler login), or correct CLOUDFLARE_ACCOUNT_ID.`,
    ],
    [
      'several and nobody to ask',
      { loggedIn: true, accounts: two },
      {},
      `This login has several accounts. Set CLOUDFLARE_ACCOUNT_ID to one of them:\n  1  ${account}  One\n  2  ${other}  Two`,
    ],
    [
      'none',
      { loggedIn: true, accounts: [] },
      {},
      'This login shows no account. Set CLOUDFLARE_ACCOUNT_ID to the one to deploy to.',
    ],
  ])('%s: says what to do, and changes nothing', async (_, login, env, message) => {
    const cloud = { ...freshAccount(), login }
    const { done, commands } = await deploy({ cloud, env, types: null })
    expect([done, lines(commands)]).toEqual([{ ok: false, message }, ['whoami --json']])
  })

  test('is asked for where there are several, and remembered', async () => {
    const cloud = { ...freshAccount(), login: { loggedIn: true, accounts: two } }
    const { asked, folder } = await deploy({ cloud, types: ['2', '', 'x'] })
    expect([asked.length, copyIn(folder)['account_id']]).toEqual([3, other])
    expect((await deploy({ cloud, folder, types: [] })).asked).toEqual([])
  })

  test('is not another one than before by mistake', async () => {
    const { cloud, folder } = await deploy()
    const elsewhere = await deploy({ cloud, folder, env: { CLOUDFLARE_ACCOUNT_ID: other } })
    expect(elsewhere.done).toEqual({
      ok: false,
      message: `CLOUDFLARE_ACCOUNT_ID is ${other}, but the Tollgate of this folder runs in account ${account}. Unset it to upgrade that one; for a second Tollgate use a second clone.`,
    })
    cloud.login = { loggedIn: true, accounts: two.slice(1) }
    const { done } = await deploy({ cloud, folder })
    expect(!done.ok && done.message).toMatch(
      `This login has no account ${account}, where the Tollgate of this folder runs.`,
    )
  })

  test('is that of the environment for a token that may list none', async () => {
    const cloud = { ...freshAccount(), login: { loggedIn: true, accounts: [] } }
    const { done } = await deploy({ cloud, env: { CLOUDFLARE_ACCOUNT_ID: account } })
    expect(done).toMatchObject({ ok: true, exitCode: 0 })
  })
})

describe('what is in the way', () => {
  const stranger = { bindings: { BUCKET: { type: 'r2_bucket' } }, secrets: {}, versions: 1 }

  test('a Worker of that name that is no Tollgate is left alone', async () => {
    const cloud = { ...freshAccount(), workers: { tollgate: structuredClone(stranger) } }
    const { done } = await deploy({ cloud })
    expect(done).toEqual({
      ok: false,
      message:
        'There is a Worker tollgate in this account already, and it is no Tollgate. Choose another name: npm run deploy -- --name my-tollgate',
    })
    expect(cloud.workers).toEqual({ tollgate: stranger })
  })

  test('another name has a ledger and keys of its own, and is remembered', async () => {
    const { cloud } = await deploy()
    const { folder } = await deploy({ cloud, args: ['--name', 'second'] })
    expect([Object.values(cloud.namespaces), Object.values(cloud.databases)]).toEqual([
      ['tollgate-keys', 'second-keys'],
      ['tollgate', 'second'],
    ])
    await deploy({ cloud, folder, types: [] })
    expect([cloud.workers['tollgate']?.versions, cloud.workers['second']?.versions]).toEqual([2, 3])
    const { done } = await deploy({ cloud, folder, args: ['--name', 'third'] })
    expect(done).toEqual({
      ok: false,
      message: 'The Tollgate of this folder is called second. For a second one use a second clone.',
    })
  })

  test('an account without a workers.dev subdomain is told where to choose one, and goes on after that', async () => {
    const cloud = { ...freshAccount(), subdomain: null as string | null }
    const folder = clone()
    const { done } = await deploy({ cloud, folder })
    expect(!done.ok && done.message).toMatch(
      `Deploying failed.\nThis account has no workers.dev subdomain yet, and so the Worker no address. Choose one at https://dash.cloudflare.com/${account}/workers/onboarding, then run npm run deploy again: it goes on.`,
    )
    cloud.subdomain = 'alice'
    expect((await deploy({ cloud, folder })).done).toMatchObject({
      ok: true,
      exitCode: 0,
    })
    expect(Object.keys(cloud.namespaces)).toEqual(['kv-1'])
  })

  test.each([
    [
      'Authentication error [code: 10000]',
      `This login may not do that in account ${account}. Is it the right one (npx wrangler whoami)? An API token needs Workers Scripts, Workers KV Storage and D1, each with Edit`,
    ],
    [
      'you need to verify your email address [code: 10034]',
      'Verify the e-mail address of your Cloudflare account: Cloudflare has sent a link to it',
    ],
    ['fetch failed', 'Cloudflare could not be reached. Check the network (and a proxy, if you have one)'],
  ])('wrangler’s “%s” is put into what to do', async (stderr, advice) => {
    const around =
      (wrangler: Wrangler): Wrangler =>
      async (args, input) =>
        args[0] === 'deploy'
          ? { status: 1, stdout: '', stderr: `\u001b[31m${stderr}\u001b[0m` }
          : wrangler(args, input)
    expect((await deploy({ around })).done).toEqual({
      ok: false,
      message: `Deploying failed.\n${advice}, then run npm run deploy again: it goes on.\n\nwrangler said:\n${stderr}`,
    })
  })

  test.each([
    [{ GATEWAY_ID: 'my gateway' }, 'GATEWAY_ID must be letters, digits, - and _.'],
    [{ CF_AIG_TOKEN: 'two words' }, 'CF_AIG_TOKEN must be a token without blank space.'],
  ])('a setting that cannot be is refused before anything is made: %j', async (env, message) => {
    const { done, cloud } = await deploy({ env })
    expect([done, cloud]).toEqual([{ ok: false, message }, freshAccount()])
  })

  test('a mistyped setting is asked for again', async () => {
    const { asked, cloud } = await deploy({ types: ['my gateway', 'mine', 'cf-token'] })
    expect(asked[1]).toBe('GATEWAY_ID must be letters, digits, - and _.\nName of the AI Gateway [default]: ')
    expect(cloud.workers['tollgate']?.bindings['GATEWAY_ID']).toEqual({ type: 'plain_text', text: 'mine' })
  })
})
