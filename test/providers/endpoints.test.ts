import { describe, expect, test } from 'vitest'
import { permitEndpoint, permitRequest } from '../../src/route/permit.ts'
import { bodyOf, callerWith, destined, routed, routeOf } from '../route/journeys.ts'

/** Scope, where usage is read, and the model, as the tables have them for a request at a provider's own door. */
function served(line: string, body: unknown): string {
  const { endpoint, root, model } = routed(line, body)
  if (!endpoint) return 'unknown'
  const usage = root?.usage?.[endpoint.usage] ?? endpoint.usage
  return [endpoint.scope, usage, ...(model === null ? [] : [model])].join(' ')
}

const vertex = '/google-vertex-ai/v1/projects/p/locations/r'
const bedrock = '/aws-bedrock/bedrock-runtime/us-east-1/model'
const arn = 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-5-v1:0'
const ask = { model: 'm' }

/** By the pages that each table cites. */
const rows: readonly [line: string, body: object | null, served: string][] = [
  ['POST /groq/openai/v1/chat/completions', ask, 'inference groq-chat m'],
  ['POST /mistral/v1/chat/completions', ask, 'inference mistral-chat m'],
  ['POST /mistral/v1/fim/completions', ask, 'inference mistral-chat m'],
  ['POST /mistral/v1/ocr', ask, 'inference mistral-ocr m'],
  ['POST /mistral/v1/audio/transcriptions', ask, 'inference mistral-chat m'],
  ['POST /mistral/v1/agents/completions', { agent_id: 'a' }, 'storage mistral-chat'],
  ['POST /mistral/v1/conversations', ask, 'storage mistral-chat m'],
  ['POST /mistral/v1/conversations/c', {}, 'storage mistral-chat'],
  ['GET /mistral/v1/conversations', null, 'storage none'],
  ['GET /mistral/v1/libraries/l/documents', null, 'storage none'],
  ['POST /mistral/v1/client/sessions', {}, 'mint none'],
  ['GET /mistral/v1/users/me', null, 'account none'],
  ['POST /deepseek/chat/completions', ask, 'inference openai-chat m'],
  ['POST /deepseek/beta/completions', ask, 'inference openai-chat m'],
  ['POST /deepseek/anthropic/v1/messages', ask, 'inference anthropic-messages m'],
  ['GET /deepseek/user/balance', null, 'account none'],
  ['POST /grok/v1/chat/completions', ask, 'inference xai-chat m'],
  ['POST /grok/v1/responses', ask, 'inference xai-responses m'],
  ['POST /grok/v1/images/generations', ask, 'inference xai-images m'],
  ['POST /grok/v1/images/edits', ask, 'inference xai-images m'],
  ['POST /grok/v1/videos/generations', ask, 'inference none m'],
  ['GET /grok/v1/videos/v', null, 'inference none'],
  ['POST /grok/v1/messages', ask, 'inference anthropic-messages m'],
  ['GET /grok/v1/api-key', null, 'account none'],
  ['POST /grok/chat/completions', ask, 'inference xai-chat m'],
  ['POST /grok/messages', ask, 'inference anthropic-messages m'],
  ['GET /grok/files', null, 'storage none'],
  ['POST /grok/v1/realtime/client_secrets', {}, 'mint none'],
  ['POST /perplexity-ai/chat/completions', ask, 'inference perplexity-chat m'],
  ['POST /perplexity-ai/v1/responses', ask, 'inference perplexity-responses m'],
  ['POST /perplexity-ai/v1/embeddings', ask, 'inference perplexity-embeddings m'],
  ['POST /perplexity-ai/v1/contextualizedembeddings', ask, 'inference perplexity-embeddings m'],
  ['POST /perplexity-ai/search', {}, 'inference search-request'],
  ['POST /perplexity-ai/v1/async/chat/completions', {}, 'inference none'],
  ['GET /perplexity-ai/v1/async/chat/completions/id', null, 'inference none'],
  ['GET /perplexity-ai/v1/async/chat/completions', null, 'storage none'],
  ['POST /perplexity-ai/generate_auth_token', {}, 'mint none'],
  ['POST /cohere/v1/chat', ask, 'inference cohere-chat m'],
  ['POST /cohere/v2/chat', ask, 'inference cohere-chat m'],
  ['POST /cohere/v2/embed', ask, 'inference cohere-chat m'],
  ['POST /cohere/v2/rerank', ask, 'inference cohere-chat m'],
  ['POST /cohere/v1/classify', ask, 'inference cohere-chat m'],
  ['POST /cohere/v1/tokenize', ask, 'inference none m'],
  ['POST /cohere/v2/parse', ask, 'inference cohere-chat m'],
  ['POST /cohere/v2/audio/transcriptions', ask, 'inference openai-transcription m'],
  ['GET /cohere/v2/batches', null, 'storage none'],
  ['POST /cohere/compatibility/v1/chat/completions', ask, 'inference openai-chat m'],
  ['GET /cohere/v1/datasets/d', null, 'storage none'],
  ['POST /cohere/v1/embed-jobs', {}, 'storage none'],

  ['POST /azure-openai/res/prod/chat/completions', { model: 'ignored' }, 'inference openai-chat prod'],
  [`POST ${bedrock}/${encodeURIComponent(arn)}/converse`, {}, `inference bedrock-converse ${arn}`],
  [
    `POST ${bedrock}/amazon.nova-pro-v1:0/converse-stream`,
    {},
    'inference bedrock-converse amazon.nova-pro-v1:0',
  ],
  [
    `POST ${bedrock}/anthropic.claude-opus-5-v1%3A0/invoke`,
    {},
    'inference bedrock-invoke anthropic.claude-opus-5-v1:0',
  ],
  [`POST ${bedrock}/m/invoke-with-response-stream`, {}, 'inference bedrock-invoke m'],
  [`POST ${bedrock}/m/count-tokens`, {}, 'inference none m'],
  ['GET /aws-bedrock/bedrock-runtime/us-east-1/async-invoke', null, 'storage none'],
  ['POST /aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages', ask, 'inference anthropic-messages m'],
  ['POST /aws-bedrock/bedrock-mantle/us-east-1/openai/v1/chat/completions', ask, 'inference openai-chat m'],
  [`POST ${vertex}/publishers/google/models/g:generateContent`, {}, 'inference gemini-generate g'],
  [
    `POST ${vertex}/publishers/google/models/text-embedding-005:predict`,
    {},
    'inference gemini-predict text-embedding-005',
  ],
  [
    `POST ${vertex}/publishers/anthropic/models/c@20250514:rawPredict`,
    {},
    'inference anthropic-messages c@20250514',
  ],
  [`POST ${vertex}/publishers/anthropic/models/c:streamRawPredict`, {}, 'inference anthropic-messages c'],
  [`POST ${vertex}/publishers/anthropic/models/count-tokens:rawPredict`, {}, 'inference none'],
  [`POST ${vertex}/publishers/mistralai/models/m:rawPredict`, {}, 'inference mistral-chat m'],
  [`POST ${vertex}/endpoints/openapi/chat/completions`, ask, 'inference gemini-openai-chat m'],
  [
    'POST /google-vertex-ai/v1beta1/publishers/google/models/g:generateContent',
    {},
    'inference gemini-generate g',
  ],
  ['POST /google-ai-studio/v1beta/openai/chat/completions', ask, 'inference gemini-openai-chat m'],
  ['POST /workers-ai/@cf/meta/llama-4', {}, 'inference workers-ai-run @cf/meta/llama-4'],
  ['POST /workers-ai/@hf/x/y', {}, 'inference workers-ai-run @hf/x/y'],
  ['POST /workers-ai/something/else', null, 'unknown'],
  ['POST /workers-ai/v1/chat/completions', ask, 'inference workers-ai-chat m'],
  ['POST /workers-ai/v1/embeddings', ask, 'inference workers-ai-embeddings m'],
  ['POST /workers-ai/v1/responses', ask, 'inference workers-ai-responses m'],
  ['POST /openrouter/api/v1/chat/completions', ask, 'inference openrouter-chat m'],
  ['POST /openrouter/v1/messages', ask, 'inference openrouter-messages m'],
  ['POST /openrouter/v1/responses', ask, 'inference openrouter-responses m'],
  ['POST /openrouter/v1/embeddings', ask, 'inference openrouter-embeddings m'],
  ['POST /openrouter/chat/completions', ask, 'inference openrouter-chat m'],
  ['POST /openrouter/v1/images', ask, 'inference openrouter-images m'],
  ['POST /openrouter/v1/images/generations', ask, 'inference openrouter-images m'],
  ['POST /openrouter/v1/audio/transcriptions', ask, 'inference openrouter-transcription m'],
  ['POST /openrouter/v1/rerank', ask, 'inference openrouter-rerank m'],
  ['POST /openrouter/v1/videos', ask, 'inference none m'],
  ['GET /openrouter/v1/videos', null, 'storage none'],
  ['GET /openrouter/v1/models/author/slug/endpoints', null, 'inference none author/slug'],
  ['GET /openrouter/files', null, 'storage none'],
  ['GET /openrouter/v1/generation', null, 'inference none'],
  ['GET /openrouter/v1/credits', null, 'account none'],
  ['POST /openrouter/v1/keys', {}, 'mint none'],
  ['POST /openrouter/api/v1/auth/keys', {}, 'mint none'],
  ['GET /openrouter/v1/presets', null, 'unknown'],
  ['GET /cerebras/v1/tcp_warming', null, 'inference none'],
  ['POST /baseten/model/abc', null, 'inference openai-chat abc'],
  ['POST /huggingface/org/model', null, 'inference text-generation org/model'],
  ['POST /huggingface/org/model/v1/chat/completions', ask, 'inference openai-chat org/model'],

  ['POST /replicate/v1/predictions', { version: 'o/m:abc' }, 'inference replicate-prediction o/m:abc'],
  ['POST /replicate/v1/models/o/m/predictions', {}, 'inference replicate-prediction o/m'],
  ['GET /replicate/v1/predictions/p', null, 'inference none'],
  ['POST /replicate/v1/predictions/p/cancel', null, 'inference none'],
  ['GET /replicate/v1/predictions', null, 'storage none'],
  ['POST /replicate/v1/files', null, 'storage none'],
  ['GET /replicate/v1/account', null, 'account none'],
  ['POST /fal/fal-ai/flux/dev', {}, 'inference fal-units fal-ai/flux/dev'],
  ['GET /fal/fal-ai/flux/requests/r/status', null, 'inference none fal-ai/flux'],
  ['GET /fal/fal-ai/flux/requests/r', null, 'inference none fal-ai/flux'],
  ['PUT /fal/fal-ai/flux/requests/r/cancel', null, 'inference none fal-ai/flux'],
  ['POST /fal/fal-ai/flux/requests/r', null, 'inference none fal-ai/flux'],
  ['DELETE /fal/fal-ai/flux/requests/r', null, 'unknown'],
  ['POST /fal/tokens/', {}, 'mint none'],
  ['POST /elevenlabs/v1/text-to-speech/v/stream', { model_id: 'e' }, 'inference elevenlabs-speech e'],
  ['POST /elevenlabs/v1/speech-to-text', null, 'inference elevenlabs-transcription'],
  ['POST /elevenlabs/v1/music/detailed', { model_id: 'm' }, 'inference elevenlabs-speech m'],
  ['POST /elevenlabs/v1/text-to-voice', {}, 'unknown'],
  ['GET /elevenlabs/v1/convai/agents/a/link', null, 'mint none'],
  ['GET /elevenlabs/v1/convai/agents/a', null, 'storage none'],
  ['GET /elevenlabs/v1/voices', null, 'storage none'],
  ['GET /elevenlabs/v1/user/subscription', null, 'account none'],
  ['POST /elevenlabs/v1/single-use-token/realtime_scribe', null, 'mint none'],
  ['GET /elevenlabs/v1/convai/conversation/get-signed-url', null, 'mint none'],
  ['POST /deepgram/v1/listen?model=nova-3', null, 'inference deepgram-listen nova-3'],
  ['POST /deepgram/v1/speak?model=aura-2-thalia-en', {}, 'inference deepgram-speak aura-2-thalia-en'],
  ['POST /deepgram/v2/speak?model=flux-tts', {}, 'inference deepgram-speak flux-tts'],
  ['POST /deepgram/v1/read', {}, 'inference deepgram-listen'],
  ['POST /deepgram/v1/auth/grant', null, 'mint none'],
  ['GET /deepgram/v1/projects/p/usage', null, 'account none'],
  ['POST /cartesia/tts/bytes', { model_id: 'sonic-3' }, 'inference cartesia-speech sonic-3'],
  ['POST /cartesia/stt', null, 'inference cartesia-transcription'],
  ['POST /cartesia/access-token', {}, 'mint none'],
  ['GET /cartesia/voices', null, 'storage none'],
  ['POST /ideogram/v1/ideogram-v3/generate', null, 'inference image-list ideogram-v3'],
  ['POST /ideogram/generate', null, 'inference image-list'],
  ['GET /ideogram/manage/api/subscription', null, 'account none'],
  ['POST /parallel/v1/tasks/runs', { processor: 'core' }, 'inference one-request core'],
  ['GET /parallel/v1/tasks/runs/r/result', null, 'inference none'],
  ['POST /parallel/v1beta/search', {}, 'inference search-request'],
  ['POST /parallel/v1beta/tasks/groups', {}, 'storage none'],
]

describe('a provider’s own door', () => {
  test.each(rows)('serves %s with %j as %s', (line, body, expected) => {
    expect(served(line, body)).toBe(expected)
  })

  test.each(rows)('lets only keys with the scope for it use %s with %j', (line, _, expected) => {
    const scope = expected === 'unknown' ? 'storage' : expected.split(' ')[0]
    const scopes = (['inference', 'storage', 'mint', 'account'] as const).filter(
      (one) => permitEndpoint(callerWith({ scopes: [one] }), destined(line)).ok,
    )
    expect(scopes).toEqual([scope])
  })
})

test('a query that names the model twice is refused', () => {
  const route = routeOf('POST /deepgram/v1/listen?model=nova-3&model=nova-2', null)
  expect(route.ok ? null : [route.refusal.reason, route.refusal.param]).toEqual(['bad_request', 'model'])
})

describe('a key with a list of models', () => {
  function may(line: string, body: object | null, ...models: string[]): boolean {
    const [method = ''] = line.split(' ')
    return permitRequest(callerWith({ models }), routed(line, body), method, body && bodyOf(body)).ok
  }

  test.each([
    [`POST ${bedrock}/${encodeURIComponent(arn)}/converse`, {}, arn],
    ['POST /workers-ai/@cf/meta/llama-4', null, '@cf/meta/*'],
    ['POST /replicate/predictions', { version: 'o/m:abc' }, 'o/m:*'],
    ['POST /replicate/models/o/m/predictions', {}, 'replicate/o/m'],
    ['POST /fal/fal-ai/flux/dev', {}, 'fal-ai/flux/*'],
    ['POST /elevenlabs/v1/text-to-speech/v', { model_id: 'eleven_v3' }, 'eleven_v3'],
    ['POST /cartesia/tts/bytes', { model_id: 'sonic-3', voice: { mode: 'id', id: 'v' } }, 'sonic-*'],
    ['POST /huggingface/org/model', null, 'huggingface/org/*'],
    ['POST /deepgram/v1/listen?model=nova-3', null, 'nova-*'],
    ['POST /deepgram/v1/speak?model=aura-2', { text: 'hi' }, 'deepgram/aura-2'],
    ['POST /ideogram/v1/ideogram-v3/generate', null, 'ideogram-v3'],
  ])('is held to it by %s with %j', (line, body, glob) => {
    expect([may(line, body, glob), may(line, body, 'another'), may(line, body, `!${glob}`)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test.each([
    ['POST /replicate/predictions', {}],
    ['POST /elevenlabs/v1/text-to-speech/v', {}],
    ['POST /elevenlabs/v1/speech-to-text', null],
    ['POST /deepgram/v1/listen', null],
    ['POST /ideogram/generate', null],
  ])('may not leave the choice to the provider by %s with %j', (line, body) => {
    expect(may(line, body, '!x')).toBe(false)
  })
})

test('a vendor’s public voice is no stored object, an agent, a library or a conversation of the account is', () => {
  function named(line: string, body: object): unknown {
    const answer = permitRequest(callerWith(), routed(line, body), 'POST', bodyOf(body))
    return answer.ok ? null : answer.refusal.param
  }
  const voice = { mode: 'id', id: 'v' }
  expect(named('POST /cartesia/tts/bytes', { model_id: 'sonic-3', transcript: 'x', voice })).toBeNull()
  const tools = [{ type: 'document_library', library_ids: ['l'] }]
  expect(named('POST /mistral/v1/chat/completions', { model: 'm', tools })).toBe('library_ids')
  expect(named('POST /mistral/v1/chat/completions', { model: 'm', agent_id: 'a' })).toBe('agent_id')
  expect(named('POST /cohere/v1/chat', { model: 'm', message: 'x', conversation_id: 'c' })).toBe(
    'conversation_id',
  )
})

test('Perplexity’s newer endpoints are where it has them, on either door', () => {
  const paths = ['/perplexity-ai/v1/responses', '/perplexity-ai/v1/chat/completions', '/v1/responses'].concat(
    '/v1/chat/completions',
  )
  expect(paths.map((path) => routed(`POST ${path}`, { model: 'sonar' }).path)).toEqual([
    'v1/responses',
    'chat/completions',
    'v1/responses',
    'chat/completions',
  ])
})
