import { describe, expect, test } from 'vitest'
import { builtInConfig, parseConfig } from '../../src/keys/config.ts'

function targetOf(to: string, weight: number | null) {
  return { to, weight, timeoutMs: null, cacheTtl: null, query: {} }
}

function parse(text: string) {
  return parseConfig(text, new Set(['openrouter']))
}

describe('parseConfig', () => {
  test('an empty one is the built-in rules', () => {
    expect(parse(' {} \n')).toEqual({ ok: true, config: builtInConfig })
  })

  test('takes every field that is in force', () => {
    expect(
      parse(
        '{"default_provider": "openrouter", "log_payloads": false, "shared_cache": true, “wholesale”: true, "claude_cache": "1h", "unpriced": "allow", "prices": {"lab/*": {"free": true}}, "wallets": {"research": {"usd": 500, "per": "month"}}, "models": {"fast": "openrouter/x", "*": [{"to": "openrouter/y", "weight": 3}, "openrouter/z"]}}',
      ),
    ).toEqual({
      ok: true,
      config: {
        ...builtInConfig,
        aliases: {
          exact: new Map([
            ['fast', [targetOf('openrouter/x', null)]],
            ['*', [targetOf('openrouter/y', 3), targetOf('openrouter/z', 1)]],
          ]),
          globs: [{ glob: '*', chain: [targetOf('openrouter/y', 3), targetOf('openrouter/z', 1)] }],
        },
        claudeCache: '1h',
        wallets: new Map([['research', { usd: 500, per: 'month', mode: 'hard' }]]),
        defaultProvider: 'openrouter',
        logPayloads: false,
        mounts: [],
        prices: [
          {
            key: 'lab/*',
            free: true,
            input: null,
            output: null,
            cacheRead: null,
            cacheWrite: null,
            perUnit: null,
            unit: null,
          },
        ],
        unpriced: 'allow',
        sharedCache: true,
        wholesale: true,
      },
    })
  })

  const slug =
    'must be a provider\'s slug, as it stands in an AI Gateway URL, or a name in "providers" that has "dialect"'
  test.each([
    ['', 'the entry is empty'],
    ['[]', 'the entry must be a JSON object'],
    ['{"wholesale": 1}', 'wholesale must be true or false'],
    ['{"log_payloads": null}', 'log_payloads must be true or false'],
    ['{"default_provider": "Open Router"}', `default_provider ${slug}`],
    ['{"default_provider": "opnerouter"}', `default_provider ${slug} (did you mean "openrouter"?)`],
    ['{"default_provider": 5}', `default_provider ${slug}`],
    ['{"models": {"fast": "gpt-4o"}}', 'models.fast[0].to must be "provider/model", as "openai/gpt-4o-mini"'],
    [
      '{"models": {"fast": []}}',
      'models.fast must be "provider/model", as "openai/gpt-4o-mini", or an object with "to", or a list of 1 to 16 of them',
    ],
    [
      '{"models": {"fast": "opnerouter/x"}}',
      'models.fast must go to a provider of AI Gateway, or to a custom one that has "dialect" (did you mean "openrouter/…"?)',
    ],
    [
      '{"models": {"fast": {"to": "openrouter/x", "wieght": 1}}}',
      'unknown field "wieght" in models.fast[0] (did you mean "weight"?)',
    ],
    [
      '{"models": {"fast": {"to": "openrouter/x", "weight": 0}}}',
      'models.fast[0].weight must be a number above 0, at most 1,000,000',
    ],
    [
      '{"models": {"fast": {"to": "openrouter/x", "timeout_ms": 1}}}',
      'models.fast[0].timeout_ms must be a whole number of milliseconds from 100 to 600,000',
    ],
    [
      '{"prices": null}',
      'prices must be an object of at most 1,000 prices by "provider/model", a bare model or a pattern with *',
    ],
    ['{"wallets": {"a": 1}}', 'wallets.a must be an object with "usd" and "per"'],
    [
      '{"wallets": {"a": {"usd": 9007200, "per": "month"}}}',
      'wallets.a.usd must be a number of USD above 0 and at most 1,000,000',
    ],
    ['{"unpriced": "never"}', 'unpriced must be "refuse" or "allow"'],
    ['{"claude_cache": 5}', 'claude_cache must be true, false, "5m" or "1h"'],
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
