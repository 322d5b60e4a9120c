import { describe, expect, test } from 'vitest'
import type { Refusal } from '../../src/refusal/refusal.ts'
import { respond } from '../../src/refusal/respond.ts'
import { anthropicFailure, geminiFailure, openaiFailure } from './sdk-failure.ts'

const unknownKey: Refusal = { reason: 'invalid_api_key', message: 'No such key.' }
const spent: Refusal = {
  reason: 'insufficient_quota',
  message: 'The budget is spent.',
  details: { scope: 'budget', limit: 20, used: 20, reserved: 0, required: 0.1, resets_at: null },
}

describe('what the official SDKs make of it', () => {
  test('OpenAI: class, code, message, and one try', async () => {
    expect(await openaiFailure(() => respond(unknownKey, 'openai', 'req-1'))).toEqual({
      name: 'AuthenticationError',
      status: 401,
      message: '401 No such key.',
      code: 'invalid_api_key',
      type: 'invalid_request_error',
      param: null,
      requestID: 'req-1',
      hits: 1,
    })
    expect(await openaiFailure(() => respond(spent, 'openai', 'req-1'))).toEqual({
      name: 'RateLimitError',
      status: 429,
      message: '429 The budget is spent.',
      code: 'insufficient_quota',
      type: 'insufficient_quota',
      param: null,
      requestID: 'req-1',
      hits: 1,
    })
  })

  test('Anthropic: class, type, message, and one try', async () => {
    expect(await anthropicFailure(() => respond(unknownKey, 'anthropic', 'req-1'))).toEqual({
      name: 'AuthenticationError',
      status: 401,
      message: 'No such key.',
      type: 'authentication_error',
      requestID: 'req-1',
      hits: 1,
    })
    expect(await anthropicFailure(() => respond(spent, 'anthropic', 'req-1'))).toEqual({
      name: 'RateLimitError',
      status: 429,
      message: 'The budget is spent.',
      type: 'rate_limit_error',
      requestID: 'req-1',
      hits: 1,
    })
  })

  test('an hour to wait neither hangs an SDK nor makes it ask again', async () => {
    const tomorrow: Refusal = { reason: 'quota_exhausted', message: 'Quota used up.', retryAfter: 3600 }
    const tries = [
      (await openaiFailure(() => respond(tomorrow, 'openai', 'req-1'))).hits,
      (await anthropicFailure(() => respond(tomorrow, 'anthropic', 'req-1'))).hits,
    ]
    expect(tries).toEqual([1, 1])
  })

  test('what a retry can mend is tried again, after the wait that was named', async () => {
    const running: Refusal = { ...spent, retryAfter: 0.001 }
    const tries = [
      (await openaiFailure(() => respond(running, 'openai', 'req-1'))).hits,
      (await anthropicFailure(() => respond(running, 'anthropic', 'req-1'))).hits,
    ]
    expect(tries).toEqual([3, 3])
  })

  test('Google: status and the whole body', async () => {
    expect(await geminiFailure(() => respond(unknownKey, 'gemini', 'req-1'))).toEqual({
      status: 401,
      body: {
        error: {
          code: 401,
          message: 'No such key.',
          status: 'UNAUTHENTICATED',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'INVALID_API_KEY',
              domain: 'tollgate',
              metadata: { request: 'req-1' },
            },
          ],
        },
      },
      hits: 1,
    })
  })
})
