import { describe, expect, test } from 'vitest'
import { dialectOf } from '../../src/route/door.ts'
import { readPath } from '../../src/route/path.ts'
import { account, destinationOf } from './journeys.ts'

describe('no door', () => {
  test.each([
    '/',
    '/v1',
    '/v1/',
    '/favicon.ico',
    '/v2/chat/completions',
    '/compat-not',
    '/xai/v1/chat/completions',
    '/http://elsewhere.test/v1/chat/completions',
    '/openai%2Fv1/chat/completions',
    '/constructor/x',
    '/__proto__/x',
    `/v1/${account}/other/openai/chat/completions`,
    `/v1/ffffffffffffffffffffffffffffffff/default/openai/chat/completions`,
    `/v1/${account}/default`,
    `/v1/${account}/default/nobody/chat/completions`,
    `/v1/${account}`,
  ])('stands at %s', (path) => {
    expect(destinationOf(`POST ${path}`)).toBeNull()
  })
})

describe('the dialect for a path without a door', () => {
  test.each([
    ['/v1beta', {}, 'gemini'],
    ['/nothing', {}, 'openai'],
    ['/nothing', { 'anthropic-version': '2023-06-01' }, 'anthropic'],
    ['/x/messages', {}, 'anthropic'],
    ['/anthropic', {}, 'anthropic'],
  ] as const)('%s %j is %s', (target, headers, dialect) => {
    const path = readPath(`https://tollgate.test${target}`)
    expect(path.ok && dialectOf(path.value, new Headers(headers))).toBe(dialect)
  })
})
