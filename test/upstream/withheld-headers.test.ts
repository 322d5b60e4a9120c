import { describe, expect, test } from 'vitest'
import { withheld, withheldHeaders } from '../../src/upstream/withheld-headers.ts'

const withheldByReason: Record<keyof typeof withheldHeaders, string[]> = {
  hopByHop: [
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
  ],
  origin: [
    'www-authenticate',
    'referrer-policy',
    'set-cookie',
    'login-status',
    'attribution-reporting-register-source',
    'shared-storage-write',
    'secure-session-registration',
    'clear-site-data',
    'refresh',
    'link',
    'service-worker-allowed',
    'speculation-rules',
    'use-as-dictionary',
    'accept-ch',
  ],
  host: ['strict-transport-security', 'alt-svc', 'nel', 'report-to', 'reporting-endpoints', 'cf-ray'],
  crossOrigin: ['access-control-allow-origin', 'cross-origin-opener-policy', 'timing-allow-origin'],
  account: [
    'openai-organization',
    'openai-project',
    'anthropic-organization-id',
    'anthropic-workspace-id',
    'x-account-id',
  ],
  allowance: [
    'x-ratelimit-remaining-requests',
    'x-ratelimit-tokens-query-cost',
    'x-ratelimitbysize-limit-minute',
    'anthropic-ratelimit-input-tokens-reset',
    'anthropic-priority-input-tokens-limit',
    'ratelimit',
    'ratelimit-policy',
    'x-rate-limit-limit',
    'current-concurrent-requests',
  ],
  credential: [
    'authorization',
    'x-api-key',
    'x-goog-api-key',
    'xi-api-key',
    'api-key',
    'cf-aig-authorization',
  ],
  address: [
    'x-goog-upload-url',
    'x-goog-upload-control-url',
    'operation-location',
    'azure-asyncoperation',
    'x-vendor-poll-uri',
  ],
  ours: ['tollgate-target', 'tollgate-clamped'],
}

test('every reason to withhold a header is tried below', () => {
  expect(Object.keys(withheldByReason)).toEqual(Object.keys(withheldHeaders))
})

describe.each(Object.entries(withheldByReason))('withheld: %s', (_, names) => {
  test.each(names)('%s', (name) => {
    expect(withheld(name)).toBe(true)
  })
})

test.each([
  'content-type',
  'content-encoding',
  'retry-after',
  'request-id',
  'x-request-id',
  'x-should-retry',
  'cf-aig-log-id',
  'cf-aig-cache-status',
  'cf-aig-dlp',
  'location',
  'x-fal-billable-units',
])('passed: %s', (name) => {
  expect(withheld(name)).toBe(false)
})
