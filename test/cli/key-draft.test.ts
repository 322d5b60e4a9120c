import { describe, expect, test } from 'vitest'
import { readFlags } from '../../src/cli/flags.ts'
import { draftKey, recordFlags } from '../../src/cli/key-draft.ts'
import { sha256Hex } from '../../src/keys/token.ts'

const now = Date.parse('2026-11-21T00:00:00Z')
const token = `sk-alice-${'0123456789'.repeat(4)}`
const countingUp = (count: number) => Uint8Array.from({ length: count }, (_, index) => index % 10)

async function draft(id: string | undefined, ...args: string[]) {
  const typed = readFlags(args, recordFlags)
  if (!typed.ok) throw new Error(typed.message)
  return draftKey(id, typed.value, countingUp, now)
}

describe('draftKey', () => {
  test('makes an entry with no more than the digest if nothing else is asked for', async () => {
    const hash = await sha256Hex(token)
    expect(await draft('alice')).toEqual({
      ok: true,
      draft: { id: 'alice', token, value: `{"hash":"${hash}"}` },
    })
  })

  test('writes every flag as its field of the record', async () => {
    const drafted = await draft(
      'alice',
      '--name=Alice’s laptop',
      '--models=gpt-4o*, claude-*',
      '--models=!claude-opus-*',
      '--scopes=inference,storage',
      '--expires=2027-06-30',
      '--tags=team=research,query=a=b',
      '--ips=203.0.113.0/24,2001:db8::/32',
      '--on-disconnect=cancel',
      '--usage-chunk=show',
      '--tag=note=a, b',
      '--budget=20.50/month',
      '--budget-mode=soft',
      '--rpm=60',
      '--tpm=200000',
      '--parallel=8',
    )
    expect(drafted.ok && JSON.parse(drafted.draft.value)).toEqual({
      hash: await sha256Hex(token),
      name: 'Alice’s laptop',
      models: ['gpt-4o*', 'claude-*', '!claude-opus-*'],
      scopes: ['inference', 'storage'],
      expires: '2027-06-30',
      tags: { note: 'a, b', team: 'research', query: 'a=b' },
      budget: { usd: 20.5, per: 'month', mode: 'soft' },
      limits: { rpm: 60, tpm: 200_000, parallel: 8 },
      ips: ['203.0.113.0/24', '2001:db8::/32'],
      on_disconnect: 'cancel',
      usage_chunk: 'show',
    })
  })

  test.each([
    [undefined, [], 'the key needs an id: npm run key -- create alice'],
    ['Alice', [], 'an id is [a-z0-9] words joined by -, at most 48 characters'],
    ['alice', ['--budget=20'], '--budget is USD/PER, as 20/month'],
    ['alice', ['--budget=-1/month'], '--budget is USD/PER, as 20/month'],
    ['alice', ['--budget=0/month'], 'budget.usd must be a number of USD above 0 and at most 1,000,000'],
    ['alice', ['--budget=1/year'], 'budget.per must be "day", "week", "month" or "total"'],
    ['alice', ['--budget-mode=soft'], '--budget-mode is about a --budget, and there is none'],
    [
      'alice',
      ['--budget=1/day', '--wallet=research'],
      'budget and wallet must not both be given: a wallet is a budget shared by several keys',
    ],
    ['alice', ['--rpm=many'], 'limits.rpm must be a whole number above 0'],
    ['alice', ['--parallel=1.5'], 'limits.parallel must be a whole number above 0'],
    ['alice', ['--tags=team'], '--tag is name=value, each name once'],
    ['alice', ['--tags=a=1,a=2'], '--tag is name=value, each name once'],
    ['alice', ['--expires=2026-11-20'], 'expires lies in the past'],
  ])('refuses %s %j', async (id, args, message) => {
    expect(await draft(id, ...args)).toEqual({ ok: false, message })
  })

  test('names a wallet', async () => {
    const drafted = await draft('alice', '--wallet=research')
    expect(drafted.ok && JSON.parse(drafted.draft.value)).toEqual({
      hash: await sha256Hex(token),
      wallet: 'research',
    })
  })

  test('refuses what the Worker would refuse, in its words', async () => {
    const drafted = await draft('alice', '--scopes=everything')
    expect(drafted.ok ? null : drafted.message).toMatch(/^scopes\[0\] must be one of "inference"/)
  })
})
