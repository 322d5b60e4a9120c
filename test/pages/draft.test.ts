import { describe, expect, test } from 'vitest'
import { draftEntry, type Wishes } from '../../src/pages/home/draft.ts'

const nothing: Wishes = {
  name: '',
  usd: '',
  per: 'month',
  wallet: '',
  expires: '',
  rpm: '',
  tpm: '',
  parallel: '',
  tags: '',
  models: '',
  scopes: ['inference'],
}
const hash = 'a'.repeat(64)

function entryOf(wishes: Partial<Wishes>): unknown {
  return JSON.parse(draftEntry({ ...nothing, ...wishes }, hash))
}

describe('the entry that the form drafts', () => {
  test('has nothing but the hash where nothing is typed', () => {
    expect(entryOf({})).toEqual({ hash })
  })

  test('has all that is typed, without the blanks around it', () => {
    expect(
      entryOf({
        name: ' Bob ',
        usd: ' 0.50',
        per: 'day',
        expires: '2027-06-30',
        rpm: '60',
        tpm: '1000 ',
        parallel: '8',
        tags: 'team = research, unit=a=b',
        models: 'gpt-4o*\n\n !gpt-4o-audio* ,x',
        scopes: ['inference', 'storage'],
      }),
    ).toEqual({
      hash,
      name: 'Bob',
      expires: '2027-06-30',
      models: ['gpt-4o*', '!gpt-4o-audio*', 'x'],
      budget: { usd: 0.5, per: 'day' },
      limits: { rpm: 60, tpm: 1000, parallel: 8 },
      tags: { team: 'research', unit: 'a=b' },
      scopes: ['inference', 'storage'],
    })
  })

  test('keeps what is no number as the text it is, for the check to refuse', () => {
    expect(entryOf({ usd: '1e3', rpm: '-5', tpm: '1,000' })).toEqual({
      hash,
      budget: { usd: '1e3', per: 'month' },
      limits: { rpm: '-5', tpm: '1,000' },
    })
  })

  test('has no scopes where none is ticked, which the check refuses: a key that may do nothing is a slip', () => {
    expect(entryOf({ scopes: [] })).toEqual({ hash, scopes: [] })
  })

  test('names a tag without a value with an empty one', () => {
    expect(entryOf({ tags: 'team' })).toEqual({ hash, tags: { team: '' } })
  })
})
