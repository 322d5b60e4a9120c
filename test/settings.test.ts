import { describe, expect, test } from 'vitest'
import { providerKeyName, readSettings } from '../src/settings.ts'

const account = '0123456789abcdef0123456789abcdef'
const enough = { ACCOUNT_ID: account, KEYS: {}, DB: {}, METER: {} }

function read(more: Record<string, unknown> = {}) {
  const { settings, ...rest } = readSettings({ ...enough, ...more })
  const { providerKey: _, ...values } = settings
  return { ...values, ...rest }
}

const defaults = {
  upstream: { account, gateway: 'default', url: 'https://gateway.ai.cloudflare.com/v1' },
  gatewayToken: null,
  usageChunk: 'hide',
  retentionDays: 90,
  usageQueue: null,
  missing: [],
  problems: [],
}

describe('readSettings', () => {
  test('needs the account and the bindings, and nothing else', () => {
    expect(read()).toEqual(defaults)
  })

  test('names everything that is missing, once', () => {
    const nothing = { ...defaults, upstream: null, missing: ['ACCOUNT_ID', 'KEYS', 'DB', 'METER'] }
    expect(read({ ACCOUNT_ID: ' \n', KEYS: undefined, DB: null, METER: undefined })).toEqual(nothing)
  })

  test('forgives what pasting brings along', () => {
    expect(
      read({
        ACCOUNT_ID: ` ${account}\n`,
        GATEWAY_ID: ' my-gateway ',
        GATEWAY_URL: 'http://127.0.0.1:8788/v1/ ',
        CF_AIG_TOKEN: '\ttoken\r\n',
      }),
    ).toEqual({
      ...defaults,
      upstream: { account, gateway: 'my-gateway', url: 'http://127.0.0.1:8788/v1' },
      gatewayToken: 'token',
    })
  })

  test('takes an empty variable for an absent one', () => {
    expect(read({ GATEWAY_ID: '', GATEWAY_URL: '', CF_AIG_TOKEN: '', USAGE_CHUNK: '' })).toEqual(defaults)
  })

  const urlText = 'GATEWAY_URL must be an http or https address without user, query and fragment.'
  test.each([
    [{ ACCOUNT_ID: 'a/b' }, 'ACCOUNT_ID must be letters, digits, - and _ only.'],
    [{ GATEWAY_ID: 'a b' }, 'GATEWAY_ID must be letters, digits, - and _ only.'],
    [{ GATEWAY_URL: 'gateway.example' }, urlText],
    [{ GATEWAY_URL: 'ftp://gateway.example' }, urlText],
    [{ GATEWAY_URL: 'https://u:p@gateway.example' }, urlText],
    [{ GATEWAY_URL: 'https://gateway.example/v1?a=b' }, urlText],
    [{ GATEWAY_URL: 'https://gateway.example/#a' }, urlText],
  ])('has no upstream where its address is wrong: %j', (more, problem) => {
    expect(read(more)).toEqual({ ...defaults, upstream: null, problems: [problem] })
  })

  test('does not send a token that no header can carry', () => {
    expect(read({ CF_AIG_TOKEN: 'two\nlines' })).toEqual({
      ...defaults,
      problems: ['CF_AIG_TOKEN has a blank or another character that a token cannot have.'],
    })
  })

  test.each([
    ['show', 'show', []],
    [
      'shwo',
      'hide',
      ['USAGE_CHUNK must be "hide" or "show" (did you mean "show"?); "hide" holds until then.'],
    ],
    ['always', 'hide', ['USAGE_CHUNK must be "hide" or "show"; "hide" holds until then.']],
  ])('USAGE_CHUNK %s', (USAGE_CHUNK, usageChunk, problems) => {
    expect(read({ USAGE_CHUNK })).toEqual({ ...defaults, usageChunk, problems })
  })

  const days =
    'RETENTION_DAYS must be a whole number above 0, or empty to keep rows for ever; nothing is pruned until then.'
  test.each([
    ['30', 30, []],
    [30, 30, []],
    ['', null, []],
    [' ', null, []],
    ['0', null, [days]],
    ['-1', null, [days]],
    ['30d', null, [days]],
    ['1.5', null, [days]],
  ])('RETENTION_DAYS %j', (RETENTION_DAYS, retentionDays, problems) => {
    expect(read({ RETENTION_DAYS })).toEqual({ ...defaults, retentionDays, problems })
  })
})

test('a provider’s key is the secret of its slug in capitals', () => {
  const { settings } = readSettings({ ...enough, SOME_AI_STUDIO_API_KEY: ' secret\n', TORN_API_KEY: 'a\nb' })
  expect(['some-ai-studio', 'torn', 'absent'].map((slug) => settings.providerKey(slug))).toEqual([
    'secret',
    null,
    null,
  ])
  expect(providerKeyName('some-ai-studio')).toBe('SOME_AI_STUDIO_API_KEY')
})

describe('the queue of usage', () => {
  const queue = { send: async () => undefined, sendBatch: async () => undefined }
  const unnamed = (name: string) =>
    `The queue ${name} is bound, and gets nothing: its binding must be USAGE_QUEUE.`
  const wrong = 'USAGE_QUEUE is no queue: bind it under [[queues.producers]]; rows go to D1 only until then.'

  test.each<[string, Record<string, unknown>, typeof queue | null, string[]]>([
    ['is there', { USAGE_QUEUE: queue }, queue, []],
    ['may be left empty', { USAGE_QUEUE: '' }, null, []],
    ['is no variable', { USAGE_QUEUE: 'my-queue' }, null, [wrong]],
    ['is no service', { USAGE_QUEUE: { ...queue, fetch: async () => undefined } }, null, [wrong]],
    [
      'is known by its name only',
      { USAGE_QUEUES: queue, queue },
      null,
      ['USAGE_QUEUES', 'queue'].map(unnamed),
    ],
  ])('%s', (_what, more, usageQueue, problems) => {
    expect(read(more)).toEqual({ ...defaults, usageQueue, problems })
  })
})
