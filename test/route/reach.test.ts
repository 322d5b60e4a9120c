import { describe, expect, test } from 'vitest'
import { permitRequest } from '../../src/route/permit.ts'
import { callerWith, destined, routed } from './journeys.ts'

const chat = 'POST /v1/chat/completions'

/** Why a body may not reach what it names, or null. `text` is what is sent, where it is not the usual writing. */
function refusal(line: string, body: object, models: string[] | null, text = JSON.stringify(body)) {
  const json = { text, value: JSON.parse(text) as Record<string, unknown> }
  const permitted = permitRequest(
    callerWith({ models }),
    routed(line, { ...json.value, x: null }),
    line.split(' ')[0] ?? '',
    json,
  )
  return permitted.ok ? null : permitted.refusal.reason
}

/** A dictionary that somebody stored at ElevenLabs. */
const located = { text: 'x', pronunciation_dictionary_locators: [{ pronunciation_dictionary_id: 'd' }] }

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`
}

describe('nobody gets round a rule', () => {
  test('by a tool’s allowed model beside a stored prompt that chooses the main one', () => {
    const body = {
      prompt: { id: 'pmpt_1' },
      tools: [{ type: 'image_generation', model: 'gpt-image-1' }],
    }
    expect(refusal('POST /v1/responses', body, ['gpt-image-1'])).toBe('model_not_allowed')
  })

  test('by a text where a list of models belongs', () => {
    const body = { model: 'a', fallbacks: 'evil' }
    expect(refusal('POST /openrouter/v1/chat/completions', body, ['a'])).toBe('model_not_allowed')
  })

  test('by hiding a reference behind a member that is there twice', () => {
    const text = '{"model":"gpt-4o","tools":[{"type":"file_search","vector_store_ids":["vs"]}],"tools":[]}'
    expect(refusal('POST /v1/responses', {}, null, text)).toBe('bad_request')
  })

  test('by hiding a model behind a member that is there twice', () => {
    const text = '{"model":"gpt-4o","tools":[{"type":"advisor","model":"evil"}],"tools":[]}'
    expect(refusal(chat, {}, ['gpt-4o'], text)).toBe('bad_request')
  })

  test.each(['models', 'fallbacks', 'preset', 'analysis_models'])('by saying `%s` twice', (name) => {
    const text = `{"model":"gpt-4o","${name}":["evil"],"${name}":["gpt-4o"]}`
    expect(refusal(chat, {}, ['gpt-4o'], text)).toBe('bad_request')
    expect(refusal(chat, {}, null, text)).toBe(null)
  })

  test.each(['file_id', 'container', 'conversation', 'index_name'])('by saying `%s` twice', (name) => {
    const text = `{"model":"gpt-4o","input":[{"${name}":"theirs","${name}":{}}]}`
    expect(refusal('POST /v1/responses', {}, null, text)).toBe('bad_request')
  })

  test('by saying it twice with a letter written as an escape', () => {
    const text = '{"model":"gpt-4o","input":[{"file_id":"theirs","fil\\u0065_id":{}}]}'
    expect(refusal('POST /v1/responses', {}, null, text)).toBe('bad_request')
  })

  test('by naming a provider otherwise than the rule does', () => {
    expect(refusal(chat, { model: 'gemini-2.5-pro' }, ['!google/*'])).toBe('model_not_allowed')
    expect(refusal(chat, { model: 'gemini-2.5-pro' }, ['!google-ai-studio/*'])).toBe('model_not_allowed')
    expect(refusal(chat, { model: 'models/gemini-2.5-pro' }, ['!gemini-2.5-pro'])).toBe('model_not_allowed')
  })

  test('by an address that a URL reader takes for the provider’s own host', () => {
    const fileUri = 'https:///generativelanguage.googleapis.com/v1beta/files/x'
    const body = { contents: [{ parts: [{ fileData: { fileUri } }] }] }
    expect(refusal('POST /v1beta/models/g:generateContent', body, null)).toBe('scope_required')
  })

  test('by naming a stored object where a vendor has it: in `parameters`, or as a request that calls itself a tool’s', () => {
    const index = { data_sources: [{ type: 'azure_search', parameters: { index_name: 'idx-b' } }] }
    expect(refusal('POST /azure-openai/r/d/chat/completions', index, null)).toBe('scope_required')
    const input = [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-b' }] }]
    expect(refusal('POST /v1/responses', { type: 'tool_use', model: 'gpt-4o', input }, null)).toBe(
      'scope_required',
    )
    expect(refusal('POST /elevenlabs/v1/text-to-speech/v', located, null)).toBe('scope_required')
  })

  test.each([
    { tools: [{ type: 'openrouter:advisor', parameters: { model: 'evil' } }] },
    { plugins: [{ id: 'fusion', analysis_models: ['evil'] }] },
    { preset: 'evil' },
    { model_id: 'evil' },
  ])('by choosing a model in %j', (more) => {
    const body = { model: 'openrouter/openai/gpt-4o', ...more }
    expect(refusal(chat, body, ['openrouter/openai/gpt-4o'])).toBe('model_not_allowed')
  })

  test('by an id that reads as something else', () => {
    expect(destined('GET /v1/responses/%20').match?.endpoint.scope).not.toBe('inference')
    expect(destined('GET /v1/responses/%3Flimit=9').match?.endpoint.scope).not.toBe('inference')
    expect(destined('GET /v1/responses/resp_1').match?.endpoint.scope).toBe('inference')
  })

  test('by nesting deeper than a recursion goes', () => {
    const deep = nested(50_000)
    expect(refusal(chat, {}, ['gpt-4o'], `{"model":"gpt-4o","x":${deep}}`)).toBe(null)
    expect(refusal(chat, {}, null, `{"model":"gpt-4o","file_id":1,"x":${deep}}`)).toBe(null)
    expect(refusal(chat, {}, null, `{"model":"gpt-4o","x":${deep},"file_id":"f"}`)).toBe('scope_required')
  })
})

describe('what only looks like a choice is none', () => {
  test('a model in a body whose path names the deployment', () => {
    const line = 'POST /azure-openai/res/prod/chat/completions'
    expect(refusal(line, { model: 'gpt-4o' }, ['prod'])).toBe(null)
    expect(refusal(line, { model: 'gpt-4o', fallbacks: ['evil'] }, ['prod'])).toBe('model_not_allowed')
  })

  test('an example in a schema', () => {
    const response_format = { json_schema: { schema: { examples: [{ model: 'x' }] } } }
    expect(refusal(chat, { model: 'gpt-4o', response_format }, ['gpt-4o'])).toBe(null)
  })

  test('what an agent tells of itself', () => {
    const body = { model: 'gpt-4o', input: 'x', client_metadata: { thread_id: 't', conversation: 'c' } }
    expect(refusal('POST /v1/responses', body, null)).toBe(null)
  })

  test('a fine-tuned model’s name, with all its colons', () => {
    expect(destined('GET /v1/models/ft:gpt-4o-mini:acme::abc123').match?.endpoint.scope).toBe('inference')
    expect(destined('HEAD /v1/models').match?.endpoint.scope).toBe('inference')
  })
})
