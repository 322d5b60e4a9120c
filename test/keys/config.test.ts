import { describe, expect, test } from 'vitest'
import { builtInConfig, parseConfig } from '../../src/keys/config.ts'

function parse(text: string) {
  return parseConfig(text, (slug) => slug === 'openrouter')
}

describe('parseConfig', () => {
  test('an empty one is the built-in rules', () => {
    expect(parse(' {} \n')).toEqual({ ok: true, config: builtInConfig })
  })

  test('takes every field that is in force', () => {
    expect(
      parse(
        '{"default_provider": "openrouter", "log_payloads": false, "shared_cache": true, “wholesale”: true}',
      ),
    ).toEqual({
      ok: true,
      config: {
        defaultProvider: 'openrouter',
        logPayloads: false,
        mounts: [],
        sharedCache: true,
        wholesale: true,
      },
    })
  })

  const slug =
    'must be a provider\'s slug, as it stands in an AI Gateway URL, or a name in "providers" that has "dialect"'
  const later = 'is not enforced by this version yet: remove it, or wait for one that does'
  test.each([
    ['', 'the entry is empty'],
    ['[]', 'the entry must be a JSON object'],
    ['{"wholesale": 1}', 'wholesale must be true or false'],
    ['{"log_payloads": null}', 'log_payloads must be true or false'],
    ['{"default_provider": "Open Router"}', `default_provider ${slug}`],
    ['{"default_provider": "opnerouter"}', `default_provider ${slug}`],
    ['{"default_provider": 5}', `default_provider ${slug}`],
    ['{"models": {}}', `models ${later}`],
    ['{"prices": null}', `prices ${later}`],
    ['{"wallets": {"a": 1}}', `wallets ${later}`],
    ['{"unpriced": "refuse"}', `unpriced ${later}`],
    ['{"claude_cache": true}', `claude_cache ${later}`],
    [
      '{"defaultProvider": "openrouter"}',
      'unknown field "defaultProvider" (did you mean "default_provider"?)',
    ],
    ['{"__proto__": {}}', 'unknown field "__proto__"'],
    ['{"toString": true}', 'unknown field "toString"'],
    ['{"wholesale": true, "wholesale": false}', 'line 1, column 21: the field "wholesale" stands twice'],
    ['{"wholesale": true', 'line 1, column 19: the text ends too early'],
    [`{"x": "${'y'.repeat(1_048_576)}"}`, 'the entry is longer than 1 MB'],
  ])('an invalid one says what is wrong (%#)', (text, message) => {
    expect(parse(text)).toEqual({ ok: false, message })
  })
})
