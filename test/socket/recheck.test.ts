import { expect, test } from 'vitest'
import type { Caller } from '../../src/keys/check.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import type { KeyStore } from '../../src/keys/store.ts'
import { accept, refuse } from '../../src/refusal/refusal.ts'
import { rechecking } from '../../src/socket/recheck.ts'
import { callerWith } from '../route/journeys.ts'

const request = {
  url: 'https://tollgate.test/v1/realtime?model=gpt-realtime',
  headers: new Headers({ authorization: 'Bearer sk-alice-x', 'cf-connecting-ip': '203.0.113.7' }),
}

/** What an open socket is told when its key is looked up again with this outcome. */
async function rechecked(lookup: KeyStore['lookup']) {
  const readmitted: Caller[] = []
  const asked: unknown[] = []
  const keys: KeyStore = {
    lookup(token, address, later) {
      asked.push([token, address])
      return lookup(token, address, later)
    },
  }
  const gate = { readmit: (caller: Caller) => void readmitted.push(caller) }
  const refusal = await rechecking(request, gate, { keys, later: () => {} })()
  return { refusal, readmitted, asked }
}

const asked = [['sk-alice-x', '203.0.113.7']]

test.each(['key_disabled', 'key_expired', 'invalid_api_key', 'address_not_allowed'] as const)(
  'a key that is refused as %s is told so',
  async (reason) => {
    const refused = refuse(reason, 'No.')
    expect(await rechecked(() => Promise.resolve(refused))).toEqual({
      refusal: { reason, message: 'No.' },
      readmitted: [],
      asked,
    })
  },
)

test('a key that stands goes on, as it stands now', async () => {
  const caller = callerWith({ models: ['gpt-realtime'] })
  const admission = accept({ caller, config: builtInConfig, configProblem: null })
  expect(await rechecked(() => Promise.resolve(admission))).toEqual({
    refusal: null,
    readmitted: [caller],
    asked,
  })
})

test.each([
  ['keys cannot be read', () => Promise.resolve(refuse('keys_unavailable', 'Later.'))],
  ['the lookup breaks', () => Promise.reject(new Error('broken'))],
])('nothing changes where %s', async (_, lookup) => {
  expect(await rechecked(lookup)).toEqual({ refusal: null, readmitted: [], asked })
})
