import { expect, test } from 'vitest'
import { nothingHeard, readingOfSession, settle } from '../../src/socket/usage/session.ts'

function after(...tiers: string[]) {
  const session = tiers.reduce(
    (soFar, service_tier) => settle(soFar, { output: 1, details: { service_tier, input_audio_tokens: 2 } }),
    nothingHeard,
  )
  return readingOfSession(session).usage?.details
}

test('answers of one tier have that tier, answers of several have none with a price', () => {
  expect(after('default', 'default')).toEqual({ service_tier: 'default', input_audio_tokens: 4 })
  expect(after('default', 'flex')).toEqual({ service_tier: 'mixed', input_audio_tokens: 4 })
  expect(after('priority', 'default', 'priority')).toEqual({ service_tier: 'mixed', input_audio_tokens: 6 })
})
