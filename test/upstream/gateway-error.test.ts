import { describe, expect, test } from 'vitest'
import { type GatewayError, gatewayError, lacksCredentials } from '../../src/upstream/gateway-error.ts'

const empty = { success: false, result: [], messages: [] }

describe('who answered', () => {
  const cases: [string, number, unknown, GatewayError | null][] = [
    [
      'a list under error',
      401,
      { ...empty, error: [{ code: 2009, message: 'Unauthorized' }] },
      { code: 2009, message: 'Unauthorized' },
    ],
    [
      'an object under error, without a code',
      403,
      { success: false, error: { message: 'Access denied by policy' } },
      { code: null, message: 'Access denied by policy' },
    ],
    [
      'the structured form',
      401,
      { name: 'AiGatewayError', internalCode: 2009, error: { message: 'Unauthorized' } },
      { code: 2009, message: 'Unauthorized' },
    ],
    [
      'the structured form with a list',
      404,
      { name: 'AiGatewayError', error: [{ code: 7003, message: 'Model not found' }] },
      { code: 7003, message: 'Model not found' },
    ],
    [
      'the structured form with its message at the top',
      424,
      { name: 'AiGatewayError', internalCode: 2016, message: 'Prompt blocked' },
      { code: 2016, message: 'Prompt blocked' },
    ],
    ['Workers AI says errors', 400, { ...empty, errors: [{ code: 5007, message: 'No such model' }] }, null],
    ['a provider that says error as text', 400, { success: false, error: 'no' }, null],
    ['an OpenAI error', 401, { error: { message: 'no', code: 'invalid_api_key' } }, null],
    ['a list of Google errors', 400, [{ error: { code: 400, message: 'no' } }], null],
    ['an answer that is no error', 200, { ...empty, error: [{ code: 2009, message: 'x' }] }, null],
    ['no error inside', 400, { ...empty, error: [] }, null],
    ['no JSON', 502, undefined, null],
    ['null', 502, null, null],
  ]

  test.each(cases)('%s', (_, status, json, expected) => {
    expect(gatewayError(status, json)).toEqual(expected)
  })
})

describe('whether a provider’s key is missing', () => {
  const cases: [number, GatewayError, boolean][] = [
    [402, { code: 2021, message: '' }, true],
    [402, { code: null, message: 'Insufficient credits' }, true],
    [400, { code: null, message: 'Provider credentials are required' }, true],
    [400, { code: null, message: 'No API key configured' }, true],
    [400, { code: 2021, message: '' }, false],
    [400, { code: 2029, message: 'Request blocked by DLP' }, false],
    [403, { code: null, message: 'Access to credentials denied by policy' }, false],
    [429, { code: null, message: 'Spending limit exceeded' }, false],
  ]

  test.each(cases)('%i %j: %s', (status, error, expected) => {
    expect(lacksCredentials(status, error)).toBe(expected)
  })
})
