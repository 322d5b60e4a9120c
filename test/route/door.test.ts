import { describe, expect, test } from 'vitest'
import { destinationOf } from './journeys.ts'

const anthropic = { 'anthropic-version': '2023-06-01' }

/** Door, provider (`?`: the model decides), upstream path, endpoint of the table with its scope. */
function summary(line: string, headers?: Record<string, string>): string | null {
  const found = destinationOf(line, headers)
  if (!found) return null
  const { door, provider, match } = found
  const endpoint = match
    ? `${match.endpoint.path} (${match.endpoint.scope}, ${match.endpoint.usage})`
    : 'unknown'
  return `${door.name}/${door.dialect} ${provider?.slug ?? '?'} ${door.segments.join('/')} = ${endpoint}`
}

const chat = 'chat/completions (inference, openai-chat)'

describe('the OpenAI door', () => {
  test.each([
    ['POST /v1/chat/completions', `openai/openai ? chat/completions = ${chat}`],
    ['POST //v1//chat/completions', `openai/openai ? chat/completions = ${chat}`],
    ['POST /v1/chat/completions/', `openai/openai ? chat/completions/ = ${chat}`],
    ['POST /V1/Chat/Completions', `openai/openai ? Chat/Completions = ${chat}`],
    ['POST /v1/completions', 'openai/openai ? completions = completions (inference, openai-chat)'],
    ['POST /v1/embeddings', 'openai/openai ? embeddings = embeddings (inference, openai-embeddings)'],
    ['POST /v1/responses', 'openai/openai ? responses = responses (inference, openai-responses)'],
    [
      'POST /v1/responses/compact',
      'openai/openai ? responses/compact = responses/compact (inference, openai-responses)',
    ],
    [
      'POST /v1/responses/input_tokens',
      'openai/openai ? responses/input_tokens = responses/input_tokens (inference, none)',
    ],
    ['GET /v1/responses/resp_1', 'openai/openai openai responses/resp_1 = responses/{id} (inference, none)'],
    [
      'GET /v1/responses/resp_1/input_items',
      'openai/openai openai responses/resp_1/input_items = responses/{id}/input_items (inference, none)',
    ],
    [
      'POST /v1/responses/resp_1/cancel',
      'openai/openai openai responses/resp_1/cancel = responses/{id}/cancel (inference, none)',
    ],
    ['DELETE /v1/responses/resp_1', 'openai/openai openai responses/resp_1 = responses/* (storage, none)'],
    ['GET /v1/models', 'openai/openai openai models = models (inference, none)'],
    ['GET /v1/models/gpt-4o', 'openai/openai openai models/gpt-4o = models/{model} (inference, none)'],
    ['DELETE /v1/models/gpt-4o', 'openai/openai openai models/gpt-4o = models/{model} (storage, none)'],
    ['GET /v1/files', 'openai/openai openai files = files (storage, none)'],
    [
      'POST /v1/vector_stores/vs_1/search',
      'openai/openai openai vector_stores/vs_1/search = vector_stores/* (storage, none)',
    ],
    ['GET /v1/chat/completions', 'openai/openai openai chat/completions = chat/completions (storage, none)'],
    [
      'POST /v1/realtime/client_secrets',
      'openai/openai openai realtime/client_secrets = realtime/* (mint, none)',
    ],
    ['POST /v1/realtime/calls', 'openai/openai openai realtime/calls = realtime/* (mint, none)'],
    [
      'GET /v1/organization/admin_api_keys',
      'openai/openai openai organization/admin_api_keys = organization/* (account, none)',
    ],
    ['GET /v1/organization', 'openai/openai openai organization = organization (account, none)'],
    [
      'GET /v1/%6frganization/users',
      'openai/openai openai %6frganization/users = organization/* (account, none)',
    ],
    ['GET /v1/organizationx', 'openai/openai openai organizationx = unknown'],
  ])('%s', (line, expected) => {
    expect(summary(line)).toBe(expected)
  })

  test('keeps its own endpoints from a client that sends `anthropic-version`', () => {
    expect(summary('POST /v1/chat/completions', anthropic)).toBe(`openai/openai ? chat/completions = ${chat}`)
  })
})

describe('the Anthropic door', () => {
  test.each([
    ['POST /v1/messages', {}, 'v1/messages = messages (inference, anthropic-messages)'],
    ['POST /v1/messages', anthropic, 'v1/messages = messages (inference, anthropic-messages)'],
    [
      'POST /v1/messages/count_tokens',
      {},
      'v1/messages/count_tokens = messages/count_tokens (inference, none)',
    ],
    ['POST /v1/messages/batches', {}, 'v1/messages/batches = messages/batches (storage, none)'],
    ['GET /v1/models', anthropic, 'v1/models = models (inference, none)'],
    ['GET /v1/models/claude-opus-5', anthropic, 'v1/models/claude-opus-5 = models/{model} (inference, none)'],
    ['GET /v1/files', anthropic, 'v1/files = files (storage, none)'],
    ['GET /v1/organizations/me', anthropic, 'v1/organizations/me = organizations/* (account, none)'],
  ])('%s %j', (line, headers, expected) => {
    expect(summary(line, headers)).toBe(`anthropic/anthropic anthropic ${expected}`)
  })
})

describe('the Gemini door', () => {
  const generate = 'models/{model}:generateContent (inference, gemini-generate)'
  test.each([
    ['POST /v1beta/models/gemini-x:generateContent', `v1beta/models/gemini-x:generateContent = ${generate}`],
    ['POST /v1/models/gemini-x:generateContent', `v1/models/gemini-x:generateContent = ${generate}`],
    [
      'POST /v1alpha/models/gemini-x:generateContent',
      `v1alpha/models/gemini-x:generateContent = ${generate}`,
    ],
    [
      'POST /v1beta/models/gemini-x:streamGenerateContent?alt=sse',
      'v1beta/models/gemini-x:streamGenerateContent = models/{model}:streamGenerateContent (inference, gemini-generate)',
    ],
    [
      'POST /v1/models/e:batchEmbedContents',
      'v1/models/e:batchEmbedContents = models/{model}:batchEmbedContents (inference, gemini-generate)',
    ],
    [
      'POST /v1beta/models/g:countTokens',
      'v1beta/models/g:countTokens = models/{model}:countTokens (inference, none)',
    ],
    [
      'POST /v1beta/models/imagen-4:predict',
      'v1beta/models/imagen-4:predict = models/{model}:predict (inference, gemini-predict)',
    ],
    ['GET /v1beta/models', 'v1beta/models = models (inference, none)'],
    ['GET /v1beta/models/gemini-x', 'v1beta/models/gemini-x = models/{model} (inference, none)'],
    ['POST /v1beta/cachedContents', 'v1beta/cachedContents = cachedContents (storage, none)'],
    ['GET /v1beta/files/abc', 'v1beta/files/abc = files/* (storage, none)'],
    ['POST /v1alpha/auth_tokens', 'v1alpha/auth_tokens = auth_tokens* (mint, none)'],
    ['POST /v1beta/authTokens/x', 'v1beta/authTokens/x = auth_tokens* (mint, none)'],
  ])('%s', (line, expected) => {
    expect(summary(line)?.replace('= authTokens*', '= auth_tokens*')).toBe(
      `gemini/gemini google-ai-studio ${expected}`,
    )
  })

  test('refuses in the words of OpenAI where OpenAI’s clients are at its look-alike', () => {
    expect(summary('POST /v1beta/openai/chat/completions')).toBe(
      `gemini/openai google-ai-studio v1beta/openai/chat/completions = ${chat}`,
    )
  })
})
