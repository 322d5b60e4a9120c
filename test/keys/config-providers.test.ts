import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/keys/config.ts'

function parse(providers: unknown, more: object = {}) {
  const known = new Set(['grok', 'xai', 'openrouter'])
  return parseConfig(JSON.stringify({ ...more, providers }), known)
}

const lab = { gateway: 'custom-vllm' }

describe('the mounts of a configuration', () => {
  test('are as the operator wrote them, defaults filled in', () => {
    const units = {
      'POST /mj/submit/*': { unit: 'image', usd: 0.04 },
      '* /mj/look': { unit: 'look', usd: 0, free: true },
    }
    const parsed = parse({
      mj: { gateway: 'custom-midjourney', prefix: 'mj', units },
      'my-lab-2': { gateway: 'custom-vllm_2', dialect: 'openai', prefix: 'api/v1' },
      bare: { gateway: 'custom-x', prefix: '' },
    })
    expect(parsed.ok && parsed.config.mounts).toEqual([
      {
        name: 'mj',
        gateway: 'custom-midjourney',
        dialect: null,
        prefix: 'mj',
        units: [
          { method: 'POST', path: '/mj/submit/*', unit: 'image', usd: 0.04 },
          { method: '*', path: '/mj/look', unit: 'look', usd: 0 },
        ],
      },
      { name: 'my-lab-2', gateway: 'custom-vllm_2', dialect: 'openai', prefix: 'api/v1', units: [] },
      { name: 'bare', gateway: 'custom-x', dialect: null, prefix: '', units: [] },
    ])
  })

  test('may be none', () => {
    const parsed = parse({})
    expect(parsed.ok && parsed.config.mounts).toEqual([])
  })

  test('may be the default provider where they speak OpenAI', () => {
    const providers = { lab: { ...lab, dialect: 'openai' }, mj: lab }
    const parsed = parse(providers, { default_provider: 'lab' })
    expect(parsed.ok && parsed.config.defaultProvider).toBe('lab')
    expect(parse(providers, { default_provider: 'mj' })).toEqual({
      ok: false,
      message:
        'default_provider must be a provider\'s slug, as it stands in an AI Gateway URL, or a name in "providers" that has "dialect"',
    })
  })

  const other = 'must have another name: Tollgate serves something else there'
  const named = 'must be named in words of [a-z0-9] joined by -, at most 32 characters'
  test.each([
    'grok',
    'xai',
    'v1',
    'v1beta',
    'v1alpha',
    'compat',
    'api',
    'dashboard',
    'health',
    'chat',
    'responses',
    'embeddings',
    'models',
    'key',
    'ws',
    'cdn-cgi',
  ])('may not be named %s', (name) => {
    const said = name.includes('-') || /\d/.test(name) ? `"${name}"` : name
    expect(parse({ [name]: lab })).toEqual({ ok: false, message: `providers.${said} ${other}` })
  })

  test.each([
    ['Lab', 'providers."Lab"'],
    ['my_lab', 'providers.my_lab'],
    ['a.b', 'providers."a.b"'],
    ['', 'providers.with a name of 0 characters'],
    ['-', 'providers."-"'],
    ['a/b', 'providers."a/b"'],
    ['x'.repeat(33), 'providers.with a name of 33 characters'],
  ])('may not be named %j', (name, said) => {
    expect(parse({ [name]: lab })).toEqual({ ok: false, message: `${said} ${named}` })
  })

  const all = 'must be an object of at most 100 custom providers by the name of their door'
  const gateway =
    'must be the slug of a custom provider with its "custom-", as it stands in an AI Gateway URL'
  const prefix = 'must be a path without slashes at its ends, as "v1" or "api/v3"'
  test.each<[unknown, string]>([
    [null, `providers ${all}`],
    [[], `providers ${all}`],
    [Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`m${index}`, lab])), `providers ${all}`],
    [{ lab: 'custom-vllm' }, 'providers.lab must be an object with "gateway"'],
    [{ lab: {} }, `providers.lab.gateway ${gateway}`],
    [{ lab: { gateway: 'vllm' } }, `providers.lab.gateway ${gateway}`],
    [{ lab: { gateway: 'custom-' } }, `providers.lab.gateway ${gateway}`],
    [{ lab: { gateway: 'custom-a/b' } }, `providers.lab.gateway ${gateway}`],
    [{ lab: { ...lab, dialect: 'OpenAI' } }, 'providers.lab.dialect must be "openai", or be left out'],
    [{ lab: { ...lab, prefix: '/v1' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, prefix: 'v1/' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, prefix: 'a//b' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, prefix: '..' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, prefix: 'a/../b' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, prefix: 'a%2fb' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, prefix: 'v1?x' } }, `providers.lab.prefix ${prefix}`],
    [{ lab: { ...lab, gatway: 1 } }, 'unknown field "gatway" in providers.lab (did you mean "gateway"?)'],
    [{ lab: { ...lab, unit: {} } }, 'unknown field "unit" in providers.lab (did you mean "units"?)'],
  ])('with a mistake are refused: %j', (providers, message) => {
    expect(parse(providers)).toEqual({ ok: false, message })
  })
})

describe('the units of a mount', () => {
  const parseUnits = (units: unknown): unknown => parse({ mj: { ...lab, units } })
  const below = 'must be a method and a path below /mj/, as "POST /mj/submit/*", with * at its end at most'
  const price = { unit: 'image', usd: 0.04 }
  test.each(['POST /mj/submit', 'POST /mj/submit/*', 'GET /mj/a/b-c_d.e', '* /mj/*'])(
    'have the pattern %s',
    (pattern) => {
      expect(parseUnits({ [pattern]: price })).toMatchObject({ ok: true })
    },
  )

  test.each([
    ['POST /suno/submit/*', '"POST /suno/submit/*"'],
    ['POST /v1/mj', '"POST /v1/mj"'],
    ['POST /mj', '"POST /mj"'],
    ['POST /mj/', '"POST /mj/"'],
    ['POST /mj/submit/', '"POST /mj/submit/"'],
    ['POST /mj/*/x', '"POST /mj/*/x"'],
    ['POST /mj//x', '"POST /mj//x"'],
    ['POST /mj/../x', '"POST /mj/../x"'],
    ['POST  /mj/x', '"POST  /mj/x"'],
    ['/mj/submit/*', '"/mj/submit/*"'],
    ['post /mj/submit/*', '"post /mj/submit/*"', ' (did you mean POST?)'],
    ['PSOT /mj/submit/*', '"PSOT /mj/submit/*"', ' (did you mean POST?)'],
    ['POST /mj/a?b', 'with a name of 12 characters'],
  ])('never have the pattern %j', (pattern, said, near = '') => {
    expect(parseUnits({ [pattern]: price })).toEqual({
      ok: false,
      message: `providers.mj.units.${said} ${below}${near}`,
    })
  })

  const amount = 'usd must be a number of USD from 0 to 1,000,000'
  const unpaid = 'usd must be above 0, at least 0.000000001, or 0 beside "free": true'
  const noun = 'unit must be a singular noun in lower case, as "image"'
  test.each<[unknown, string]>([
    [{ unit: 'image' }, `.${amount}`],
    [{ unit: 'image', usd: '0.04' }, `.${amount}`],
    [{ unit: 'image', usd: -1 }, `.${amount}`],
    [{ unit: 'image', usd: 1_000_001 }, `.${amount}`],
    [{ unit: 'image', usd: 0 }, `.${unpaid}`],
    [{ unit: 'image', usd: 1e-10 }, `.${unpaid}`],
    [{ unit: 'image', usd: 1, free: true }, `.${unpaid}`],
    [{ unit: 'image', usd: 1, free: false }, '.free must be true, or be left out'],
    [{ usd: 1 }, `.${noun}`],
    [{ unit: 'images', usd: 1 }, `.${noun}`],
    [{ unit: 'Image', usd: 1 }, `.${noun}`],
    [{ unit: 'an image!', usd: 1 }, `.${noun}`],
    [{ unit: 'x'.repeat(33), usd: 1 }, `.${noun}`],
    [0.04, ' must be an object with "unit" and "usd"'],
  ])('with the price %j are refused', (given, message) => {
    expect(parseUnits({ 'POST /mj/x': given })).toEqual({
      ok: false,
      message: `providers.mj.units."POST /mj/x"${message}`,
    })
  })

  test('have two fields and no others', () => {
    expect(parseUnits({ 'POST /mj/x': { ...price, units: 1 } })).toEqual({
      ok: false,
      message: 'unknown field "units" in providers.mj.units."POST /mj/x" (did you mean "unit"?)',
    })
  })

  test.each([{}, [], 'x'])('are never %j', (units) => {
    expect(parseUnits(units)).toEqual({
      ok: false,
      message: 'providers.mj.units must be an object of 1 to 100 patterns, as "POST /mount/submit/*"',
    })
  })

  test.each(['glass', 'bonus', 'analysis', 'video second', 'api-call'])('may count the noun %s', (unit) => {
    expect(parseUnits({ 'POST /mj/x': { unit, usd: 1 } })).toMatchObject({ ok: true })
  })
})
