import { describe, expect, test } from 'vitest'
import { mayNameStoredObject, storedObjectNamed } from '../../src/route/stored-objects.ts'
import { permitRequest } from '../../src/route/permit.ts'
import { bodyOf, callerWith, routed } from './journeys.ts'

function named(value: unknown): string | null {
  return mayNameStoredObject(JSON.stringify(value)) ? storedObjectNamed(value) : null
}

const inImage = (image: object) => ({ instances: [{ prompt: 'x', image }] })

describe('a reference to a stored object', () => {
  test.each([
    [
      'container_id',
      { tools: [{ type: 'shell', environment: { type: 'container_reference', container_id: 'c' } }] },
    ],
    ['container_id', { input: [{ type: 'code_interpreter_call', container_id: 'cntr_1' }] }],
    ['tunnel_id', { tools: [{ type: 'mcp', server_label: 'x', tunnel_id: 'tunnel_1' }] }],
    ['file_id', { images: [{ file_id: 'file-1' }] }],
    ['file_id', { mask: { file_id: 'file-1' }, images: [{ image_url: 'https://images.example/1.png' }] }],
    ['file_id', { input: [{ type: 'computer_call_output', output: { file_id: 'file-1' } }] }],
    ['voice', { input: 'Hello', voice: { id: 'voice_1' } }],
    ['voice', { audio: { voice: { id: 'voice_1' } } }],
    ['video', { prompt: 'x', video: { id: 'video_1' } }],
    ['characters', { prompt: 'x', characters: [{ id: 'char_1' }] }],
    ['user_profile_id', { messages: [], user_profile_id: 'profile_1' }],
    ['file_id', { messages: [{ content: [{ type: 'container_upload', file_id: 'file_1' }] }] }],
    ['environment', { model: 'g', environment: 'env_1' }],
    ['agent', { agent: 'my-agent', input: 'x' }],
    ['uri', { model: 'g', type: 'tool_use', input: { type: 'video', uri: 'files/abc' } }],
    ['file_id', { messages: [{ toolUseId: 't', input: [{ file_id: 'file-1' }] }] }],
    ['file_id', { type: 'response.create', name: 'x', response: { input: [{ file_id: 'file-1' }] } }],
    ['environment_id', { environment: { type: 'remote', environment_id: 'env_1' } }],
    ['uri', { input: [{ type: 'image', uri: 'https://generativelanguage.googleapis.com/v1beta/files/1' }] }],
    ['uri', { input: [{ type: 'document', uri: 'files/abc' }] }],
    ['uri', { content: [{ document: { source: { s3Location: { uri: 's3://bucket/x' } } } }] }],
    ['url', { messages: [{ content: [{ type: 'image_url', image_url: { url: 'gs://bucket/x' } }] }] }],
    ['gcsUri', inImage({ gcsUri: 'gs://bucket/x' })],
    ['gcs_uri', inImage({ gcs_uri: 'GS://bucket/x' })],
    ['storageUri', { ...inImage({}), parameters: { storageUri: 'gs://bucket/' } }],
    ['vertexAiSearch', { tools: [{ retrieval: { vertexAiSearch: { engine: 'projects/p/engines/e' } } }] }],
    [
      'vertexRagStore',
      { tools: [{ retrieval: { vertexRagStore: { ragResources: [{ ragCorpus: 'c' }] } } }] },
    ],
    ['datastores', { tools: [{ type: 'retrieval', vertex_ai_search_config: { datastores: ['d'] } }] }],
    ['semanticRetriever', { semanticRetriever: { source: 'corpora/c' } }],
  ])('is found as %s in %j', (name, body) => {
    expect(named(body)).toBe(name)
  })

  test.each([
    ['an address with its slashes escaped', '{"a":{"uri":"gs:\\/\\/bucket\\/x"}}', 'uri'],
    ['an address with its letters escaped', '{"a":{"\\u0075ri":"\\u0067s://bucket"}}', 'uri'],
    ['an address with its host encoded', '{"a":{"url":"https://storage.google%61pis.com/x"}}', 'url'],
  ])('is found in %s', (_, text, name) => {
    expect(mayNameStoredObject(text) && storedObjectNamed(JSON.parse(text))).toBe(name)
  })
})

describe('no stored object is named', () => {
  test.each([
    ['by a voice that everybody has', { input: 'x', voice: 'alloy' }],
    ['by a voice of another vendor’s library', { voice: { mode: 'id', id: 'a0e99841-438c' } }],
    [
      'by a public image',
      { content: [{ type: 'image_url', image_url: { url: 'https://images.example/1' } }] },
    ],
    ['by an image in place', { content: [{ image_url: { url: 'data:image/png;base64,AA' } }] }],
    ['by a public video', { video: 'https://videos.example/1.mp4', prompt: 'x' }],
    ['by an agent that everybody has', { agent: 'deep-research-pro-preview-12-2025', input: 'x' }],
    ['by what a model gave to a tool', { content: [{ type: 'tool_use', input: { file_id: 'f' } }] }],
    [
      'by what a model gave to a tool of Bedrock',
      { content: [{ toolUse: { toolUseId: 't', name: 'n', input: { file_id: 'f', uri: 's3://b/k' } } }] },
    ],
    [
      'by what a tool of Bedrock answered',
      { content: [{ toolResult: { toolUseId: 't', content: [{ json: { container: 'c' } }] } }] },
    ],
    [
      'by what a tool of Gemini answered',
      { contents: [{ parts: [{ functionResponse: { name: 'n', response: { file_id: 'f' } } }] }] },
    ],
    ['by a computer’s environment', { tools: [{ type: 'computer_use_preview', environment: 'browser' }] }],
    ['by a container made for the answer', { tools: [{ environment: { type: 'container_auto' } }] }],
    ['by the answer before', { previous_response_id: 'resp_1' }],
    ['by the interaction before', { previous_interaction_id: 'v1_1' }],
    ['by the message before', { thread: { type: 'continue', previous_message_id: 'msg_1' } }],
    ['by an item of an answer before', { input: [{ type: 'item_reference', id: 'rs_1' }] }],
    ['by a prompt that the operator wrote', { prompt: { id: 'pmpt_1', variables: {} } }],
    ['by an agent’s own notes', { client_metadata: { thread_id: 't', file_id: 'f' }, prompt_cache_key: 't' }],
    ['by a tool’s schema', { tools: [{ parameters: { properties: { uri: { type: 'string' } } } }] }],
    [
      'by the example of a schema',
      { tools: [{ parameters: { examples: [{ uri: 'gs://bucket/x', container: 'c' }] } }] },
    ],
  ])('%s', (_, body) => {
    expect(named(body)).toBeNull()
  })
})

test('a coding agent’s request with notes of its own passes', () => {
  const body = {
    model: 'gpt-5-codex',
    input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }],
    tools: [{ type: 'function', name: 'shell', parameters: { properties: { url: { type: 'string' } } } }],
    client_metadata: { thread_id: 'thread_1', session_id: 's' },
    include: ['reasoning.encrypted_content'],
  }
  const route = routed('POST /v1/responses', body)
  expect(permitRequest(callerWith(), route, 'POST', bodyOf(body))).toEqual({ ok: true, value: null })
})
