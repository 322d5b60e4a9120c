import { describe, expect, test } from 'vitest'
import { noDoor } from '../../src/route/no-door.ts'
import { readPath } from '../../src/route/path.ts'
import { destinationOf, destined, routeOf } from './journeys.ts'

describe('the compat door', () => {
  test.each(['/compat/chat/completions', '/Compat/Chat/Completions/', '//compat//chat/completions'])(
    '%s is the OpenAI door’s chat',
    (path) => {
      const { door, match, provider } = destined(`POST ${path}`)
      const { door: other } = destined('POST /v1/chat/completions')
      expect({ ...door, segments: [], decoded: [], endpoint: '' }).toEqual({
        ...other,
        segments: [],
        decoded: [],
        endpoint: '',
      })
      expect(door.endpoint.toLowerCase().replace(/\/$/, '')).toBe('chat/completions')
      expect([match?.endpoint.path, provider]).toEqual(['chat/completions', null])
    },
  )

  /** Every prefix of the gateway's own page: https://developers.cloudflare.com/ai-gateway/usage/chat-completion/ */
  test.each([
    ['openai/gpt-5.5', 'openai chat/completions gpt-5.5'],
    ['anthropic/claude-sonnet-5', 'anthropic v1/messages claude-sonnet-5'],
    ['google-ai-studio/gemini-2.5-pro', 'google-ai-studio v1beta/openai/chat/completions gemini-2.5-pro'],
    ['google-vertex-ai/google/gemini-2.5-pro', 'model_not_found'],
    ['aws-bedrock/anthropic.claude-opus-5', 'model_not_found'],
    [
      'workers-ai/@cf/meta/llama-3.1-8b-instruct',
      'workers-ai v1/chat/completions @cf/meta/llama-3.1-8b-instruct',
    ],
    ['groq/llama-3.3-70b-versatile', 'groq chat/completions llama-3.3-70b-versatile'],
    ['mistral/mistral-large-latest', 'mistral v1/chat/completions mistral-large-latest'],
    ['deepseek/deepseek-chat', 'deepseek chat/completions deepseek-chat'],
    ['grok/grok-4', 'grok v1/chat/completions grok-4'],
    ['perplexity/sonar', 'perplexity-ai chat/completions sonar'],
    ['cohere/command-a-03-2025', 'cohere compatibility/v1/chat/completions command-a-03-2025'],
    ['cerebras/gpt-oss-120b', 'cerebras chat/completions gpt-oss-120b'],
    ['baseten/deepseek-ai/x', 'baseten v1/chat/completions deepseek-ai/x'],
    ['parallel/speed', 'wrong_door'],
  ])('knows the gateway’s name %s, as /v1 does', (model, expected) => {
    const found = (line: string): unknown => {
      const route = routeOf(line, { model })
      if (!route.ok) return route.refusal.reason
      const { provider, path, upstreamModel } = route.value
      return `${provider.slug} ${path} ${upstreamModel}`
    }
    expect(found('POST /compat/chat/completions')).toBe(expected)
    expect(found('POST /v1/chat/completions')).toBe(expected)
  })

  test.each([
    'POST /compat',
    'POST /compat/embeddings',
    'POST /compat/v1/chat/completions',
    'GET /compat/chat/completions',
    'POST /compat/chat/completions/x',
  ])('has nothing else: %s', (line) => {
    expect(destinationOf(line)).toBeNull()
    const path = readPath(`https://tollgate.test${line.split(' ')[1]}`)
    expect(path.ok && noDoor(path.value)).toEqual({
      ok: false,
      refusal: {
        reason: 'not_found',
        message:
          'Below /compat only POST /compat/chat/completions is served. Set the base URL to this host with /v1 for everything else.',
      },
    })
  })
})

describe('a forgiven path', () => {
  test.each([
    ['POST /chat/completions', 'POST /v1/chat/completions'],
    ['POST /responses', 'POST /v1/responses'],
    ['GET /responses/resp_1', 'GET /v1/responses/resp_1'],
    ['POST /embeddings', 'POST /v1/embeddings'],
    ['GET /models', 'GET /v1/models'],
    ['GET /models/gpt-4o', 'GET /v1/models/gpt-4o'],
    ['POST /v1/v1/chat/completions', 'POST /v1/chat/completions'],
    ['POST /v1/v1/messages', 'POST /v1/messages'],
  ])('%s is %s', (slip, meant) => {
    expect(destined(slip)).toEqual(destined(meant))
  })

  test.each([
    'POST /completions',
    'POST /messages',
    'POST /v1/v1',
    'GET /files',
    'POST /v2/chat/completions',
  ])('is not %s', (line) => {
    expect(destinationOf(line)).toBeNull()
  })
})
