import { describe, expect, test } from 'vitest'
import { type Config, parseConfig } from '../../src/keys/config.ts'
import type { Caller } from '../../src/keys/check.ts'
import { answerModels } from '../../src/models/answer.ts'
import { modelsAsked } from '../../src/models/asked.ts'
import { offeredAt } from '../../src/models/offered.ts'
import { providerNames } from '../../src/providers/index.ts'
import { findDoor } from '../../src/route/door.ts'
import { readPath } from '../../src/route/path.ts'
import { callerWith, place } from '../route/journeys.ts'

const text = JSON.stringify({
  models: {
    fast: ['groq/llama-3.3-70b-versatile', 'openai/gpt-4o-mini'],
    'gpt-4o': 'azure-openai/my-res/my-deploy',
    either: ['anthropic/claude-opus-5', 'openai/gpt-5'],
    google: 'google/gemini-2.5-pro',
    'with/slash': 'google/gemini-2.5-pro',
    'house-*': 'groq/llama-3.3-70b-versatile',
    speech: 'elevenlabs/eleven_v3',
  },
  providers: { lab: { gateway: 'custom-lab', dialect: 'openai' }, mj: { gateway: 'custom-mj' } },
  prices: {
    'lab/llama-4': { input: 0.2, output: 0.6 },
    'lab/big-*': { input: 1, output: 2 },
    'mj/v7': { usd: 1 },
    'gpt-5-mini': { input: 1, output: 2 },
  },
})
const parsed = parseConfig(text, providerNames)
if (!parsed.ok) throw new Error(parsed.message)
const { config } = parsed

const anthropic = { 'anthropic-version': '2023-06-01' }

interface Asking {
  headers?: Record<string, string>
  caller?: Partial<Caller>
  under?: Config
}

/** The answer to a request for models; null where it is none. */
async function ask(
  line: string,
  { headers = {}, caller = {}, under = config }: Asking = {},
): Promise<unknown> {
  const [method = '', target = ''] = line.split(' ')
  const path = readPath(`https://tollgate.test${target}`)
  if (!path.ok) throw new Error(path.refusal.message)
  const door = findDoor(path.value, method, new Headers(headers), place)
  const asked = door && modelsAsked(door, method)
  if (!asked) return null
  const request = { id: 'r1', method, query: path.value.query }
  const made = answerModels(asked, door, request, { caller: callerWith(caller), config: under })
  if (!made.ok) return [made.refusal.reason, made.refusal.message]
  return method === 'HEAD' ? [made.value.status, made.value.body] : made.value.json()
}

async function ids(line: string, asking?: Asking): Promise<string[]> {
  const list = (await ask(line, asking)) as { data?: { id: string }[]; models?: { name: string }[] }
  return list.data?.map(({ id }) => id) ?? list.models?.map(({ name }) => name) ?? []
}

describe('the list of models has', () => {
  test('on the OpenAI door aliases, the catalogue’s, and custom ones, in this order', async () => {
    const list = await ids('GET /v1/models')
    expect(list.slice(0, 5)).toEqual(['fast', 'gpt-4o', 'either', 'google', 'with/slash'])
    expect(list.at(-1)).toBe('lab/llama-4')
    const some = [
      'gpt-5',
      'claude-opus-4-7',
      'gemini-2.5-pro',
      'groq/llama-3.3-70b-versatile',
      'mistral-small-latest',
    ]
    expect(some.filter((name) => !list.includes(name))).toEqual([])
    expect(new Set(list).size).toBe(list.length)
  })

  test('no pattern, no alias that this door cannot serve, and nothing whose place nobody knows', async () => {
    const list = await ids('GET /v1/models')
    const odd = /\*|^speech$|^mj\/|^ft:|^(azure|aws|google-vertex)|^huggingface/
    expect(list.filter((name) => odd.test(name))).toEqual([])
  })

  test('only what every name of it is served by: each can be asked for by its id', async () => {
    for (const { id } of offeredAt('openai', config)) {
      expect(await ask(`GET /v1/models/${id.split('/').map(encodeURIComponent).join('/')}`)).toMatchObject({
        id,
      })
    }
  })

  test('on the Anthropic door what has that API, or chats', async () => {
    const list = await ids('GET /v1/models?limit=1000', { headers: anthropic })
    expect(list).toEqual(expect.arrayContaining(['either', 'fast', 'claude-opus-4-7', 'gpt-4o']))
    expect(list).not.toContain('speech')
  })

  test('on the Gemini door Google’s', async () => {
    const list = await ids('GET /v1beta/models?pageSize=1000')
    expect(list.slice(0, 1)).toEqual(['models/google'])
    expect(list).toContain('models/gemini-2.5-pro')
    expect(
      list.slice(1).filter((name) => !/^models\/(gemini|gemma|imagen|veo|lyria|learnlm)/.test(name)),
    ).toEqual([])
  })

  test.each([
    [['fast'], ['fast']],
    [
      ['gpt-5', 'gpt-5-mini'],
      ['either', 'gpt-5', 'gpt-5-mini'],
    ],
    [
      ['lab/*', 'azure/my-res/*'],
      ['gpt-4o', 'lab/llama-4'],
    ],
    [['nothing'], []],
  ])('for a key with %j what it may use', async (models, expected) => {
    const list = await ids('GET /v1/models', { caller: { models } })
    expect(list.filter((name) => !name.startsWith('openrouter/'))).toEqual(expected)
  })

  test('for a key with only exceptions the rest', async () => {
    const list = await ids('GET /v1/models', { caller: { models: ['!openai/*', '!claude-*'] } })
    expect(list).toContain('fast')
    expect(list.filter((name) => /^(gpt-5|claude)/.test(name))).toEqual([])
  })
})

describe('is said as the clients of', () => {
  const one: Asking = { caller: { models: ['fast', 'google', '!openai/*'] } }

  test('OpenAI read it', async () => {
    const fast = { id: 'fast', object: 'model', created: 0, owned_by: 'tollgate' }
    const google = { ...fast, id: 'google' }
    expect(await ask('GET /v1/models', one)).toEqual({ object: 'list', data: [fast, google] })
    expect(await ask('GET /v1/models/fast', one)).toEqual(fast)
    expect(await ask('GET /v1/models/groq/llama-new')).toEqual({
      ...fast,
      id: 'groq/llama-new',
      owned_by: 'groq',
    })
  })

  test('Anthropic read it', async () => {
    const model = {
      type: 'model',
      id: 'claude-opus-4-7',
      display_name: 'claude-opus-4-7',
      created_at: '1970-01-01T00:00:00Z',
      capabilities: null,
      max_input_tokens: null,
      max_tokens: null,
    }
    const asking = { headers: anthropic, caller: { models: ['anthropic/claude-opus-4-7'] } }
    const page = { has_more: false, first_id: 'claude-opus-4-7', last_id: 'claude-opus-4-7' }
    expect(await ask('GET /v1/models', asking)).toEqual({ data: [model], ...page })
    expect(await ask('GET /v1/models/claude-opus-4-7', asking)).toEqual(model)
    const none = { ...asking, caller: { models: ['x'] } }
    expect(await ask('GET /v1/models', none)).toEqual({
      data: [],
      has_more: false,
      first_id: null,
      last_id: null,
    })
  })

  test('Google read it', async () => {
    const model = (id: string, ...supportedGenerationMethods: string[]) => ({
      name: `models/${id}`,
      displayName: id,
      supportedGenerationMethods,
    })
    const talks = ['generateContent', 'countTokens']
    const asking = { caller: { models: ['gemini-2.5-flash', 'gemini-embedding-001'] } }
    expect(await ask('GET /v1beta/models', asking)).toEqual({
      models: [
        model('gemini-2.5-flash', ...talks),
        model('gemini-embedding-001', 'embedContent', 'countTokens'),
      ],
    })
    expect(await ask('GET /v1beta/models/google')).toEqual(model('google', ...talks))
  })

  test('HEAD: without a body', async () => {
    expect(await ask('HEAD /v1/models')).toEqual([200, null])
  })
})

describe('one model', () => {
  test.each([
    ['an alias by a pattern', 'house-1', { id: 'house-1', owned_by: 'tollgate' }],
    ['a newer one than the catalogue’s', 'gpt-99', { id: 'gpt-99', owned_by: 'openai' }],
    ['one with a place in its name', 'azure/r/d', { id: 'azure/r/d', owned_by: 'azure-openai' }],
    ['one whose slash is encoded', 'with%2Fslash', { id: 'with/slash', owned_by: 'tollgate' }],
  ])('can be %s', async (_, id, expected) => {
    expect(await ask(`GET /v1/models/${id}`)).toMatchObject(expected)
  })

  test.each([
    ['GET /v1/models/nobodys', {}, 'model_not_found'],
    ['GET /v1/models/speech', {}, 'wrong_door'],
    ['GET /v1/models/claude-opus-5', { caller: { models: ['gpt-*'] } }, 'model_not_allowed'],
    ['GET /v1/models/speech', { headers: anthropic }, 'wrong_door'],
    ['GET /v1/models/newest', { headers: anthropic }, 'model_not_found'],
    ['GET /v1beta/models/gpt-5', {}, 'model_not_found'],
    ['GET /v1beta/models/fast', {}, 'wrong_door'],
    ['GET /v1/models', { caller: { scopes: ['storage'] } }, 'scope_required'],
    ['GET /v1/models/gpt-5', { caller: { scopes: ['operator'] } }, 'scope_required'],
  ] as const)('%s is refused under %j: %s', async (line, asking, reason) => {
    const [refused] = (await ask(line, asking as Asking)) as [string]
    expect(refused).toBe(reason)
  })
})

test.each([
  'POST /v1/models',
  'DELETE /v1/models/gpt-5',
  'GET /openai/v1/models',
  'GET /groq/models',
  'GET /v1beta/models/g/operations/o',
  'GET /v1beta/openai/models',
  'GET /v1beta/tunedModels',
  'GET /v1/files',
])('%s is not answered by Tollgate', async (line) => {
  expect(await ask(line)).toBeNull()
})

test('a list is made once a configuration', () => {
  expect(offeredAt('openai', config)).toBe(offeredAt('openai', config))
  expect(offeredAt('openai', { ...config })).not.toBe(offeredAt('openai', config))
})
