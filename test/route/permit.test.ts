import { describe, expect, test } from 'vitest'
import type { Scope } from '../../src/keys/record-schema.ts'
import { permitEndpoint, permitRequest } from '../../src/route/permit.ts'
import { bodyOf, callerWith, destined, routed } from './journeys.ts'

const allowed = { ok: true, value: null }

function endpoint(line: string, ...scopes: Scope[]): unknown {
  const answer = permitEndpoint(callerWith({ scopes }), destined(line))
  return answer.ok ? 'allowed' : answer.refusal.details?.['scope']
}

/** What a key with these models gets; the reason of a refusal, or `allowed`. */
function request(line: string, body: unknown, ...models: string[]): unknown {
  const answer = permitRequest(
    callerWith({ models }),
    routed(line, body),
    line.split(' ')[0] ?? '',
    body === null ? null : bodyOf(body),
  )
  return answer.ok ? 'allowed' : answer.refusal.message
}

const chat = 'POST /v1/chat/completions'
const noName =
  'This key may use certain models only, and this request leaves the choice of a model to the provider.'
const not = (model: string): string => `This key may not use the model \`${model}\`.`

describe('an endpoint', () => {
  test.each([
    [chat, 'inference'],
    ['GET /v1/models', 'inference'],
    ['GET /v1/responses/resp_1', 'inference'],
    ['POST /v1/messages', 'inference'],
    ['DELETE /v1/responses/resp_1', 'storage'],
    ['GET /v1/files', 'storage'],
    ['POST /v1/messages/batches', 'storage'],
    ['POST /v1beta/cachedContents', 'storage'],
    ['POST /v1/something/new', 'storage'],
    ['POST /fal/fal-ai/flux/dev', 'inference'],
    ['POST /fal/storage/upload/initiate', 'storage'],
    ['POST /v1/realtime/client_secrets', 'mint'],
    ['POST /v1beta/auth_tokens', 'mint'],
    ['GET /v1/organization/users', 'account'],
    ['GET /anthropic/v1/organizations/me', 'account'],
  ] as const)('%s needs the scope %s and no other', (line, scope) => {
    const others = (['inference', 'storage', 'mint', 'account', 'operator'] as const).filter(
      (other) => other !== scope,
    )
    expect([endpoint(line, scope), endpoint(line, ...others), endpoint(line)]).toEqual([
      'allowed',
      scope,
      scope,
    ])
  })

  test('that is refused says what is missing', () => {
    const caller = callerWith()
    const destination = destined('GET /v1/novelties')
    expect(permitEndpoint(caller, destination)).toEqual({
      ok: false,
      refusal: {
        reason: 'scope_required',
        message:
          "This key may not use novelties: it needs the scope `storage` (Tollgate does not know this path). Ask whoever runs this Tollgate to add it to the key's `scopes`.",
        details: { scope: 'storage' },
      },
    })
  })
})

describe('a key without a list', () => {
  test('may use any model, and leave the choice to the upstream', () => {
    for (const body of [{ model: 'gpt-4o' }, { model: 'groq/x', models: ['y'] }]) {
      expect(permitRequest(callerWith(), routed(chat, body), 'POST', bodyOf(body))).toEqual(allowed)
    }
    const prompt = { prompt: { id: 'pmpt_1' } }
    expect(permitRequest(callerWith(), routed('POST /v1/responses', prompt), 'POST', bodyOf(prompt))).toEqual(
      allowed,
    )
  })
})

describe('a key with a list of models', () => {
  test.each([
    ['gpt-4o', ['gpt-4o'], true],
    ['gpt-4o', ['gpt-*'], true],
    ['gpt-4o', ['GPT-4O'], true],
    ['gpt-4o', ['openai/*'], true],
    ['openai/gpt-4o', ['gpt-4o'], true],
    ['OpenAI/gpt-4o', ['openai/gpt-4o'], true],
    ['xai/grok-4', ['grok/grok-4'], true],
    ['models/gemini-x', ['gemini-x'], true],
    ['gpt-4o', ['gpt-4o-mini'], false],
    ['gpt-4o', ['groq/*'], false],
    ['gpt-4o', ['!gpt-4o'], false],
    ['openai/gpt-4o', ['!gpt-4o'], false],
    ['gpt-4o', ['!openai/*'], false],
    ['GPT-4o', ['!gpt-4o'], false],
    ['gpt-4o-mini', ['!gpt-4o'], true],
    ['gpt-4o', ['gpt-*', '!gpt-4o'], false],
    ['gpt-4o', ['!gpt-4o', 'gpt-*'], false],
  ] as const)('asks for %s under %j', (model, models, may) => {
    const line = model === 'GPT-4o' ? 'POST /openai/chat/completions' : chat
    expect(request(line, { model }, ...models)).toBe(may ? 'allowed' : not(model))
  })

  test('is held to it by the path’s model', () => {
    const line = 'POST /v1beta/models/gemini-x:generateContent'
    expect(request(line, {}, 'gemini-x')).toBe('allowed')
    expect(request(line, {}, '!google-ai-studio/*')).toBe(not('gemini-x'))
    expect(request('POST /azure-openai/res/prod/chat/completions', {}, 'dev')).toBe(not('prod'))
    expect(request('GET /v1/models/gpt-4o', null, 'gpt-5')).toBe(not('gpt-4o'))
  })

  test.each([
    ['models', { models: ['gpt-4o', 'evil'] }],
    ['fallbacks', { fallbacks: ['evil'] }],
    ['fallbacks as objects', { fallbacks: [{ model: 'evil' }] }],
    ['fallback_models', { fallback_models: ['evil'] }],
    ['a tool', { tools: [{ type: 'image_generation', model: 'evil' }] }],
    ['a tool’s adviser', { tools: [{ type: 'advisor', advisor_model: 'evil' }] }],
    ['an inner object', { extra_body: { route: { model: 'evil' } } }],
  ])('is held to it in %s', (_, more) => {
    expect(request(chat, { model: 'gpt-4o', ...more }, 'gpt-*')).toBe(not('evil'))
    expect(request(chat, { model: 'gpt-4o', ...more }, 'gpt-*', 'evil')).toBe('allowed')
    expect(request(chat, { model: 'gpt-4o', ...more }, '!evil')).toBe(not('evil'))
  })

  test('may talk about any model', () => {
    const talk = {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'x', model: 'evil' }] }],
      metadata: { model: 'evil' },
      tools: [
        {
          type: 'function',
          function: {
            name: 'pick',
            parameters: { properties: { model: { enum: ['evil'] } }, default: { model: 'evil' } },
          },
        },
        { name: 'pick', input_schema: { properties: { models: { default: ['evil'] } } } },
      ],
      response_format: { json_schema: { schema: { properties: { model: { type: 'string' } } } } },
    }
    expect(request(chat, { model: 'gpt-4o', ...talk }, 'gpt-4o')).toBe('allowed')
  })

  test('may not leave the choice to the upstream', () => {
    expect(request('POST /v1/responses', { prompt: { id: 'pmpt_1' } }, 'gpt-4o')).toBe(noName)
    expect(request('POST /openai/batches', null, 'gpt-4o')).toBe(noName)
    expect(request('POST /anthropic/v1/messages', {}, '!x')).toBe(noName)
  })

  test('may read what computes nothing', () => {
    expect(request('GET /v1/models', null, 'gpt-4o')).toBe('allowed')
    expect(request('GET /v1/responses/resp_1', null, 'gpt-4o')).toBe('allowed')
    expect(request('POST /v1/responses/resp_1/cancel', null, 'gpt-4o')).toBe('allowed')
  })
})
