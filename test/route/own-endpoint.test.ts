import { expect, test } from 'vitest'
import { chatCompletions } from '../../src/endpoints/openai.ts'
import { routed } from './journeys.ts'

test.each([
  ['omni-moderation-latest', 'none', 'free'],
  ['mistral/mistral-moderation-latest', 'mistral-chat', 'inputs'],
])('a moderation by %s is counted as its provider counts it', (model, usage, bound) => {
  expect(routed('POST /v1/moderations', { model }).endpoint).toMatchObject({ usage, bound })
})

test('a video is a job where its provider makes it one', () => {
  const jobOf = (model: string) => routed('POST /v1/videos', { model }).endpoint?.job
  expect([jobOf('openrouter/google/veo-3.1'), jobOf('sora-2')]).toEqual([
    { begins: 'video-generation' },
    undefined,
  ])
})

test('what a provider has of the API itself is the API’s', () => {
  expect(routed('POST /v1/chat/completions', { model: 'mistral-small-latest' }).endpoint).toBe(
    chatCompletions,
  )
})
