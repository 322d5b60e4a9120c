import { describe, expect, test } from 'vitest'
import { permitRequest } from '../../src/route/permit.ts'
import { mayNameStoredObject, storedObjectNamed } from '../../src/route/stored-objects.ts'
import { bodyOf, callerWith, routed } from './journeys.ts'

function named(value: unknown): string | null {
  return mayNameStoredObject(JSON.stringify(value)) ? storedObjectNamed(value) : null
}

describe('a body names a stored object', () => {
  test.each([
    ['file_id', { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] }],
    ['file_id', { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] }],
    [
      'file_id',
      { messages: [{ content: [{ type: 'document', source: { type: 'file', file_id: 'file_1' } }] }] },
    ],
    ['vector_store_ids', { tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] }],
    [
      'file_ids',
      { tools: [{ type: 'code_interpreter', container: { type: 'auto', file_ids: ['file-1'] } }] },
    ],
    ['container', { tools: [{ type: 'code_interpreter', container: 'cntr_1' }] }],
    ['container', { container: { id: 'cntr_1' } }],
    ['conversation', { conversation: 'conv_1' }],
    ['conversation', { conversation: { id: 'conv_1' } }],
    ['cachedContent', { cachedContent: 'cachedContents/1' }],
    ['cached_content', { extra_body: { google: { cached_content: 'cachedContents/1' } } }],
    ['fileUri', { contents: [{ parts: [{ fileData: { fileUri: 'files/1' } }] }] }],
    ['file_uri', { contents: [{ parts: [{ file_data: { file_uri: 'gs://bucket/x' } }] }] }],
    [
      'fileUri',
      {
        contents: [
          { parts: [{ fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/1' } }] },
        ],
      },
    ],
    [
      'fileUri',
      { contents: [{ parts: [{ fileData: { fileUri: 'HTTPS://x@generativelanguage.GOOGLEAPIS.com/1' } }] }] },
    ],
    [
      'file_search_store_names',
      { tools: [{ file_search: { file_search_store_names: ['fileSearchStores/1'] } }] },
    ],
    ['fileSearchStoreNames', { tools: [{ fileSearch: { fileSearchStoreNames: ['fileSearchStores/1'] } }] }],
    ['index_name', { data_sources: [{ parameters_of_search: { index_name: 'secret' } }] }],
    ['skill_id', { container: { skills: [{ type: 'custom', skill_id: 'skill_1' }] } }],
    [
      'file_id',
      { messages: [{ content: [{ type: 'tool_result', content: [{ source: { file_id: 'f' } }] }] }] },
    ],
  ])('by %s in %j', (name, body) => {
    expect(named(body)).toBe(name)
  })

  test('however the member’s name is spelt', () => {
    const text = '{"\\u0066ile\\u005Fid":"file-1"}'
    expect(mayNameStoredObject(text) && storedObjectNamed(JSON.parse(text))).toBe('file_id')
  })
})

describe('a body names none', () => {
  test.each([
    ['an earlier answer', { previous_response_id: 'resp_1' }],
    ['a container of its own', { tools: [{ type: 'code_interpreter', container: { type: 'auto' } }] }],
    ['nothing', { conversation: null, container: '', file_ids: [], cachedContent: {} }],
    [
      'a public address',
      { contents: [{ parts: [{ fileData: { fileUri: 'https://www.youtube.com/watch?v=x' } }] }] },
    ],
    [
      'the schema of an OpenAI tool',
      {
        tools: [
          {
            function: { parameters: { properties: { file_id: { type: 'string' } }, required: ['file_id'] } },
          },
        ],
      },
    ],
    [
      'the schema of an Anthropic tool',
      { tools: [{ input_schema: { properties: { container: { type: 'string', id: 'x' } } } }] },
    ],
    [
      'the schema of an answer',
      { response_format: { json_schema: { schema: { properties: { file_id: { type: 'string' } } } } } },
    ],
    [
      'a call’s arguments as text',
      { messages: [{ tool_calls: [{ function: { arguments: '{"file_id":"file-1"}' } }] }] },
    ],
    [
      'a call’s arguments as an object',
      { contents: [{ parts: [{ functionCall: { name: 'x', args: { file_id: 'f' } } }] }] },
    ],
    [
      'an Anthropic call’s input',
      { messages: [{ content: [{ type: 'tool_use', name: 'x', input: { file_id: 'f' } }] }] },
    ],
    ['metadata', { metadata: { conversation: 'c', file_id: 'f' } }],
    [
      'talk',
      { messages: [{ role: 'user', content: 'read "file_id":"file-1" for me' }], input: '{"container":"c"}' },
    ],
  ])('in %s', (_, body) => {
    expect(named(body)).toBeNull()
  })
})

test('a key needs the scope `storage` for it, and is told the field', () => {
  const body = { model: 'gpt-4o', conversation: 'conv_1' }
  const route = routed('POST /v1/responses', body)
  expect(permitRequest(callerWith(), route, 'POST', bodyOf(body))).toEqual({
    ok: false,
    refusal: {
      reason: 'scope_required',
      message:
        'The field `conversation` names an object stored in the upstream account: this key needs the scope `storage` for that.',
      param: 'conversation',
      details: { scope: 'storage' },
    },
  })
  const scopes = ['inference', 'storage'] as const
  expect(permitRequest(callerWith({ scopes }), route, 'POST', bodyOf(body))).toEqual({
    ok: true,
    value: null,
  })
})
