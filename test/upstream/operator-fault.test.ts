import { describe, expect, test } from 'vitest'
import { redress } from '../../src/upstream/redress.ts'

const context = { provider: 'acme', secretName: 'ACME_API_KEY', requestId: 'req-1' }
const store =
  'store a valid key in the Cloudflare dashboard (AI > AI Gateway > the gateway > Provider Keys > Add)'
const remedy = `${store}, or set the secret ACME_API_KEY of the Worker`

function outcome(
  status: number,
  body: unknown,
  more: { neutral: boolean; secretName?: string | null },
): unknown {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  return redress(status, 'application/json', bytes, 'openai', { ...context, ...more })
}

describe.each([{ neutral: true }, { neutral: false }])('on a door with %o', (door) => {
  test('the gateway has no credentials', () => {
    const body = { success: false, error: [{ code: 2021, message: 'Payment error' }] }
    expect(outcome(402, body, door)).toEqual({
      refusal: {
        reason: 'provider_credentials_missing',
        message: `AI Gateway (status 402) has no credentials for acme. Whoever runs this Tollgate must ${remedy}. AI Gateway said: Payment error`,
      },
    })
  })

  test('the same for a provider that no secret is known for', () => {
    const body = { success: false, error: { message: 'Provider credentials are required' } }
    expect(outcome(400, body, { ...door, secretName: null })).toEqual({
      refusal: {
        reason: 'provider_credentials_missing',
        message: `AI Gateway (status 400) has no credentials for acme. Whoever runs this Tollgate must ${store}. AI Gateway said: Provider credentials are required`,
      },
    })
  })

  test('the gateway does not accept its token', () => {
    expect(outcome(401, { name: 'AiGatewayError', internalCode: 2009 }, door)).toEqual({
      refusal: {
        reason: 'upstream_auth',
        message:
          'AI Gateway did not accept the token of this Tollgate. Your key is fine: whoever runs it must set the secret CF_AIG_TOKEN to a token with the permission "AI Gateway: Run".',
      },
    })
  })

  test('the gateway does not exist', () => {
    const body = { success: false, error: [{ code: 2001, message: 'Please configure AI Gateway' }] }
    expect(outcome(400, body, door)).toEqual({
      refusal: {
        reason: 'setting_invalid',
        message:
          'AI Gateway knows no such gateway. Whoever runs this Tollgate must check the settings GATEWAY_ID and ACCOUNT_ID.',
      },
    })
  })
})

describe('the provider refuses the operator’s key', () => {
  const refusal = {
    reason: 'upstream_auth',
    message: `acme did not accept the credential that this Tollgate uses. Your key is fine: whoever runs it must ${remedy}.`,
  }
  const unauthorized = { error: { message: 'Incorrect API key: sk-abc***', type: 'invalid_request_error' } }
  const googles = {
    error: {
      code: 400,
      message: 'API key not valid',
      status: 'INVALID_ARGUMENT',
      details: [{ reason: 'API_KEY_INVALID' }],
    },
  }
  const denied = { error: { message: 'Country not supported', type: 'request_forbidden' } }

  test('with 401, on a neutral door: no fault of the holder, and nothing of the key is shown', () => {
    expect(outcome(401, unauthorized, { neutral: true })).toEqual({ refusal })
  })

  test('with 400, as Google does', () => {
    expect(outcome(400, googles, { neutral: true })).toEqual({ refusal })
  })

  test('a 403 can be about the request, and passes', () => {
    expect(outcome(403, denied, { neutral: true })).toBeNull()
  })

  test('on the provider’s own door its answer passes', () => {
    expect(outcome(401, unauthorized, { neutral: false })).toBeNull()
    expect(outcome(400, googles, { neutral: false })).toBeNull()
  })
})
