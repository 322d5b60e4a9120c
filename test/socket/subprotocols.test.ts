import { describe, expect, test } from 'vitest'
import { chosenSubprotocol, passedSubprotocols } from '../../src/socket/subprotocols.ts'

describe('subprotocols on their way up', () => {
  test.each<[string | null, string[]]>([
    [null, []],
    ['', []],
    ['realtime', ['realtime']],
    [
      'realtime, openai-insecure-api-key.sk-a, openai-beta.realtime-v1',
      ['realtime', 'openai-beta.realtime-v1'],
    ],
    ['realtime,openai-agents-sdk.0.4.1', ['realtime', 'openai-agents-sdk.0.4.1']],
    ['openai-organization.o, openai-project.p', []],
    ['xi-api-key.k, fal-api-key.k, cf-aig-authorization.k', []],
    ['token, 0123456789abcdef', []],
    ['realtime.sk-alice, realtime2, Realtime', []],
    [`openai-agents-sdk.${'k'.repeat(41)}`, []],
  ])('of %j only the listed pass', (offered, passed) => {
    expect(passedSubprotocols(offered)).toEqual(passed)
  })
})

describe('the subprotocol of the answer', () => {
  const offered = ['realtime', 'openai-beta.realtime-v1']
  test.each<[string, readonly string[], string | null, string | null]>([
    ['is the one that the upstream chose', offered, 'openai-beta.realtime-v1', 'openai-beta.realtime-v1'],
    ['is the first that passed where the upstream chose none', offered, null, 'realtime'],
    ['is never one that did not pass', offered, 'openai-insecure-api-key.sk-a', 'realtime'],
    ['is none where none passed', [], 'openai-insecure-api-key.sk-a', null],
  ])('%s', (_, passed, upstream, chosen) => {
    expect(chosenSubprotocol(passed, upstream)).toBe(chosen)
  })
})
