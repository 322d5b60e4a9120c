import { describe, expect, test } from 'vitest'
import { boundOf } from '../../src/bound/bound-of.ts'
import { bodyOf, routed } from '../route/journeys.ts'
import { bounded } from './asked.ts'

const responses = 'POST /v1/responses'
const chat = 'POST /v1/chat/completions'
const messages = 'POST /v1/messages'
const gemini = 'POST /v1beta/models/gemini-2.5-flash:generateContent'
const interactions = 'POST /google-ai-studio/v1beta/interactions'
const prompt = { id: 'pmpt_1', version: '2' }

describe('an object that is only named and can bring tools, counts or another model has no bound', () => {
  test.each<[string, string, object | null, string]>([
    ['a stored prompt', responses, { model: 'gpt-5', prompt }, 'prompt'],
    ['a stored prompt that chooses the model', responses, { prompt, tools: [] }, 'prompt'],
    ['a stored prompt of a shortening', 'POST /v1/responses/compact', { model: 'gpt-5', prompt }, 'prompt'],
    ['a stored prompt of Azure', 'POST /azure-openai/r/d/responses', { prompt }, 'prompt'],
    ['subagents', responses, { model: 'gpt-5.6', multi_agent: { enabled: true } }, 'multi_agent'],
    ['Google’s cache', gemini, { cachedContent: 'cachedContents/1' }, 'cachedContent'],
    ['Google’s cache in the other spelling', gemini, { cached_content: 'cachedContents/1' }, 'cachedContent'],
    [
      'Google’s cache of an interaction',
      interactions,
      { model: 'gemini-2.5-flash', input: 'hi', cached_content: 'cachedContents/1' },
      'cachedContent',
    ],
    [
      'Google’s cache through the chat',
      chat,
      { model: 'gemini-2.5-flash', messages: [], extra_body: { google: { cached_content: 'c' } } },
      'extra_body',
    ],
    [
      'Google’s cache of a stream',
      'POST /v1beta/models/gemini-2.5-flash:streamGenerateContent',
      { contents: [], cachedContent: 'cachedContents/1', tools: [] },
      'cachedContent',
    ],
    [
      'an armour that is charged',
      gemini,
      { modelArmorConfig: { promptTemplateName: 't' } },
      'modelArmorConfig',
    ],
    [
      'Bedrock’s stored prompt',
      'POST /aws-bedrock/bedrock-runtime/us-east-1/model/arn:aws:bedrock:us-east-1:1:prompt%2FP1:1/converse',
      { promptVariables: { a: { text: 'b' } } },
      'model',
    ],
    ['skills', messages, { model: 'claude-opus-5', container: { skills: [{ skill_id: 'x' }] } }, 'container'],
    ['a preset among models', chat, { model: 'openrouter/x/y', models: ['@preset/mine'] }, 'model'],
    ['a router among models', chat, { model: 'openrouter/x/y', models: ['openrouter/auto'] }, 'model'],
    ['a search among models', chat, { model: 'openrouter/x/y', models: ['a/b:online'] }, 'model'],
    ['Perplexity’s preset', 'POST /perplexity-ai/v1/responses', { preset: 'pro-search' }, 'preset'],
    ['Mistral’s agent', chat, { model: 'mistral/mistral-large-latest', agent_id: 'ag_1' }, 'agent_id'],
    ['Mistral’s conversation', 'POST /mistral/v1/conversations/conv_1', { inputs: 'hi' }, 'path'],
    ['an assistant', 'POST /azure-openai/r/d/assistants', { model: 'gpt-4o' }, 'path'],
    ['a run of an assistant', 'POST /v1/threads/runs', { assistant_id: 'asst_1' }, 'path'],
    ['a chat with an agent', 'POST /elevenlabs/v1/convai/agents/a/simulate-conversation', {}, 'path'],
    ['a session of an agent', 'POST /anthropic/v1/sessions', { agent: 'a' }, 'path'],
    ['a workflow', 'POST /fal/workflows/me/mine', {}, 'path'],
    ['a deployment', 'POST /replicate/deployments/me/mine/predictions', { input: {} }, 'path'],
    ['a dataset of vectors', 'POST /cohere/v1/embed-jobs', { dataset_id: 'd' }, 'path'],
  ])('%s', (_, line, body, field) => {
    expect(bounded(line, body).unbounded?.field).toBe(field)
  })

  test('and the refusal of a stored prompt says what to send', () => {
    const why = (more: object): unknown => bounded(responses, { prompt, ...more }).unbounded?.why
    expect([why({ model: 'gpt-5' }), why({})]).toEqual([
      'a stored prompt can bring a model and tools that the provider runs: send `tools` beside it (a list of none will do)',
      'a stored prompt can bring a model and tools that the provider runs: send `model` and `tools` beside it (a list of none will do)',
    ])
  })
})

describe('a stored prompt beside the request’s own tools', () => {
  test('is a window, and the tools that run are those of the request', () => {
    const functions = [{ type: 'function', name: 'f' }]
    for (const tools of [[], functions]) {
      const { bound, unbounded } = bounded(responses, { model: 'gpt-5', prompt, tools })
      expect([bound.windows, bound.windowFor, bound.turns, unbounded]).toEqual([1, 'prompt', 1, null])
    }
    const { unbounded } = bounded(responses, { model: 'gpt-5', prompt, tools: [{ type: 'mcp' }] })
    expect(unbounded?.field).toBe('tools')
  })

  test('has its window once for each turn of a search with a ceiling', () => {
    const json = bodyOf({ model: 'gpt-5', prompt, tools: [{ type: 'web_search' }] })
    const route = routed(responses, { model: 'gpt-5' })
    const found = boundOf({ route, method: 'POST', headers: new Headers(), json, callsToWrite: 2 })
    if (!found.ok) throw new Error(found.refusal.message)
    const { bound, unbounded } = found.value
    expect([bound.windows, bound.turns, bound.ceiling, unbounded]).toEqual([
      3,
      3,
      { field: 'max_tool_calls', calls: 2 },
      null,
    ])
  })
})

describe('what cannot bring any is a window, or nothing', () => {
  test.each<[string, string, object, number]>([
    ['a conversation', responses, { model: 'gpt-5', conversation: { id: 'conv_1' } }, 1],
    ['an earlier answer', responses, { model: 'gpt-5', previous_response_id: 'resp_1' }, 1],
    ['subagents that are off', responses, { model: 'gpt-5', multi_agent: { enabled: false } }, 0],
    [
      'an earlier interaction',
      interactions,
      { model: 'gemini-2.5-flash', input: 'hi', previous_interaction_id: 'v1' },
      1,
    ],
    [
      'a format of text',
      interactions,
      { model: 'gemini-2.5-flash', input: 'hi', response_format: { type: 'object' } },
      0,
    ],
  ])('%s', (_, line, body, windows) => {
    const { bound, unbounded } = bounded(line, body)
    expect([bound.windows, unbounded]).toEqual([windows, null])
  })
})
