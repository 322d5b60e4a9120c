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
    )
    expect(drafted.ok && JSON.parse(drafted.draft.value)).toEqual({
      hash: await sha256Hex(token),
      name: 'Alice’s laptop',
      models: ['gpt-4o*', 'claude-*', '!claude-opus-*'],
      scopes: ['inference', 'storage'],
      expires: '2027-06-30',
      tags: { team: 'research', query: 'a=b' },
      ips: ['203.0.113.0/24', '2001:db8::/32'],
      on_disconnect: 'cancel',
      usage_chunk: 'show',
    })
  })

  test.each([
    [undefined, [], 'the key needs an id: npm run key -- create alice'],
    ['Alice', [], 'an id is [a-z0-9] words joined by -, at most 48 characters'],
    [
      'alice',
      ['--budget=20/month'],
      '--budget is not enforced yet: the Worker would refuse the key (not_yet_enforced)',
    ],
    ['alice', ['--rpm=1'], '--rpm is not enforced yet: the Worker would refuse the key (not_yet_enforced)'],
    ['alice', ['--tags=team'], '--tags is name=value, several joined by commas'],
    ['alice', ['--tags=a=1,a=2'], '--tags is name=value, several joined by commas'],
    ['alice', ['--expires=2026-11-20'], 'expires lies in the past'],
  ])('refuses %s %j', async (id, args, message) => {
    expect(await draft(id, ...args)).toEqual({ ok: false, message })
  })

  test('refuses what the Worker would refuse, in its words', async () => {
    const drafted = await draft('alice', '--scopes=everything')
    expect(drafted.ok ? null : drafted.message).toMatch(/^scopes\[0\] must be one of "inference"/)
  })
})
