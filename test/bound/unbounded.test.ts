import { describe, expect, test } from 'vitest'
import { dearestOf } from '../../src/bound/rates.ts'
import { beyondText, bounded, rates } from './asked.ts'

const chat = (more: object, model = 'gpt-4o'): [string, object] => [
  'POST /v1/chat/completions',
  { model, max_tokens: 9, messages: [], ...more },
]
const responses = (more: object): [string, object] => [
  'POST /v1/responses',
  { model: 'gpt-5', max_output_tokens: 9, input: 'hi', ...more },
]
const messages = (more: object): [string, object] => [
  'POST /v1/messages',
  { model: 'claude-sonnet-4-5', max_tokens: 9, messages: [], ...more },
]
const gemini = (more: object): [string, object] => [
  'POST /v1beta/models/gemini-2.5-flash:generateContent',
  { contents: [], ...more },
]
const google = { tools: [{ googleSearch: {} }] }
const bedrock = 'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0/converse'

describe('what the provider runs of its own accord has no bound', () => {
  test.each<[string, [string, object?], string]>([
    ['a search by a member', chat({ web_search_options: {} }), 'web_search_options'],
    ['OpenRouter’s plug-in', chat({ plugins: [{ id: 'web' }] }, 'openrouter/x/y'), 'plugins'],
    ['OpenRouter’s suffix', chat({}, 'openrouter/openai/gpt-4o:online'), 'model'],
    ['OpenRouter’s preset', chat({ preset: 'mine' }, 'openrouter/x/y'), 'preset'],
    ['xAI’s live search', chat({ search_parameters: { mode: 'auto' } }, 'grok-4'), 'search_parameters'],
    ['Azure’s data', ['POST /azure-openai/r/d/chat/completions', { data_sources: [{}] }], 'data_sources'],
    ['Groq’s compound systems', chat({}, 'groq/compound'), 'model'],
    ['a model that searches', chat({}, 'gpt-4o-search-preview'), 'model'],
    ['a model that researches', chat({}, 'sonar-deep-research'), 'model'],
    ['thoughts beside the answer', chat({}, 'sonar-reasoning-pro'), 'model'],
    [
      'more than one round of searches',
      chat({ web_search_options: { search_type: 'pro' } }, 'sonar-pro'),
      'web_search_options',
    ],
    [
      'Cohere’s connectors',
      ['POST /cohere/v1/chat', { model: 'command-r', connectors: [{ id: 'web-search' }] }],
      'connectors',
    ],
    ['servers of tools', messages({ mcp_servers: [{ type: 'url', url: 'https://a.test' }] }), 'mcp_servers'],
    ['a container', messages({ container: { skills: [] } }), 'container'],
    [
      'summaries',
      messages({ context_management: { edits: [{ type: 'compact_20260112' }] } }),
      'context_management',
    ],
    ['a tool that runs code', messages({ tools: [{ type: 'code_execution_20250825', name: 'c' }] }), 'tools'],
    [
      'an adviser',
      messages({ tools: [{ type: 'advisor_20260301', name: 'a', model: 'claude-opus-5', max_uses: 1 }] }),
      'tools',
    ],
    [
      'a search without a ceiling',
      messages({ tools: [{ type: 'web_search_20250305', name: 's' }] }),
      'tools',
    ],
    ['a search of Responses without a ceiling', responses({ tools: [{ type: 'web_search' }] }), 'tools'],
    [
      'files that are searched',
      responses({ max_tool_calls: 1, tools: [{ type: 'file_search', vector_store_ids: [] }] }),
      'tools',
    ],
    [
      'a hosted tool in a namespace',
      responses({ tools: [{ type: 'namespace', tools: [{ type: 'mcp' }] }] }),
      'tools',
    ],
    [
      'a tool that nobody knows',
      chat({ tools: [{ type: 'browser_search' }] }, 'groq/openai/gpt-oss-120b'),
      'tools',
    ],
    [
      'a ceiling that is not held to',
      [
        'POST /v1/responses',
        { model: 'groq/openai/gpt-oss-120b', max_tool_calls: 1, tools: [{ type: 'web_search' }] },
      ],
      'tools',
    ],
    ['Google’s search', gemini(google), 'tools'],
    ['Google’s search in the other spelling', gemini({ tools: [{ google_search: {} }] }), 'tools'],
    [
      'a tool beside functions',
      gemini({ tools: [{ functionDeclarations: [], codeExecution: {} }] }),
      'tools',
    ],
    [
      'an agent',
      ['POST /google-ai-studio/v1beta/interactions', { agent: 'deep-research-pro', input: 'hi' }],
      'agent',
    ],
    [
      'Nova’s own tools',
      [bedrock, { messages: [], toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } }],
      'toolConfig.tools',
    ],
    [
      'guardrails',
      [bedrock, { messages: [], guardrailConfig: { guardrailIdentifier: 'g' } }],
      'guardrailConfig',
    ],
    [
      'fields that only the model knows',
      [bedrock, { messages: [], additionalModelRequestFields: { max_tokens: 9e9 } }],
      'additionalModelRequestFields',
    ],
    ['Mistral’s agents', ['POST /mistral/v1/agents/completions', { agent_id: 'a' }], 'path'],
    ['an answer that is deferred', chat({ deferred: true }, 'grok-4'), 'deferred'],
  ])('%s', (_, [line, body], field) => {
    expect(bounded(line, body ?? null).unbounded?.field).toBe(field)
  })

  test('and what is known of it is there all the same, for keys that may overshoot', () => {
    const { bound } = bounded(...responses({ tools: [{ type: 'web_search' }], background: true }))
    expect(beyondText({ bound, unbounded: null })).toEqual({
      job: true,
      mostOutput: 128_000,
      output: {
        fields: [['max_output_tokens']],
        asked: 9,
        most: null,
        times: 1,
        more: 0,
        floor: 9,
        hidden: true,
      },
    })
  })
})

describe('with a ceiling of calls and a price', () => {
  test('a search is as many windows more, and as many fees', () => {
    const { bound, unbounded } = bounded(
      ...messages({ tools: [{ type: 'web_search_20250305', name: 's', max_uses: 5 }] }),
    )
    expect([bound.windows, bound.turns, bound.searches, bound.output?.times, unbounded]).toEqual([
      6,
      6,
      5,
      6,
      null,
    ])
  })

  test('fetching has no fee', () => {
    const { bound } = bounded(
      ...messages({ tools: [{ type: 'web_fetch_20250910', name: 'f', max_uses: 2 }] }),
    )
    expect([bound.windows, bound.searches]).toEqual([3, 0])
  })

  test('one ceiling is for all of a body’s tools together', () => {
    const tools = [{ type: 'web_search' }, { type: 'web_search_preview' }]
    const { bound, unbounded } = bounded(...responses({ max_tool_calls: 3, tools }))
    expect([bound.turns, bound.searches, bound.ceiling, unbounded]).toEqual([4, 3, null, null])
  })

  test('a model that searches once for each answer is two windows', () => {
    const { bound, unbounded } = bounded(
      ...chat({ web_search_options: { search_context_size: 'low' } }, 'sonar'),
    )
    expect([bound.windows, bound.turns, unbounded]).toEqual([2, 2, null])
  })

  test.each<[string, [string, object]]>([
    ['functions', chat({ tools: [{ type: 'function', function: { name: 'f' } }] })],
    [
      'an agent’s shell',
      responses({ tools: [{ type: 'local_shell' }, { type: 'custom', name: 'apply_patch' }] }),
    ],
    [
      'a namespace of functions',
      responses({ tools: [{ type: 'namespace', tools: [{ type: 'function' }] }] }),
    ],
    [
      'tools of the client that the vendor describes',
      messages({
        tools: [
          { type: 'bash_20250124', name: 'bash' },
          { name: 'x', input_schema: {} },
        ],
      }),
    ],
    ['Gemini’s functions', gemini({ tools: [{ functionDeclarations: [{ name: 'f' }] }] })],
    ['a search that is off', chat({ search_parameters: { mode: 'off' }, plugins: [] }, 'grok-4')],
    [
      'edits that only clear',
      messages({ context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } }),
    ],
  ])('%s need none', (_, [line, body]) => {
    const { bound, unbounded } = bounded(line, body)
    expect([bound.windows, bound.turns, unbounded]).toEqual([0, 1, null])
  })
})

describe('several models', () => {
  test.each<[string, [string, object], string[]]>([
    ['models', chat({ models: ['a/b', 'c/d'] }, 'openrouter/x/y'), ['x/y', 'a/b', 'c/d']],
    [
      'fallbacks',
      messages({ fallbacks: [{ model: 'claude-opus-5' }] }),
      ['claude-sonnet-4-5', 'claude-opus-5'],
    ],
    [
      'a tool’s',
      messages({ tools: [{ type: 'advisor_1', model: 'claude-opus-5' }] }),
      ['claude-sonnet-4-5', 'claude-opus-5'],
    ],
  ])('are all there: %s', (_, [line, body], models) => {
    expect(bounded(line, body).bound.models).toEqual(models)
  })

  test('the path’s is the one that is served, whatever the body says', () => {
    expect(bounded(...gemini({ model: 'gemini-cheap' })).bound.models).toEqual(['gemini-2.5-flash'])
  })

  test('the dearest of each part counts, and a ceiling only if all have it', () => {
    const other = {
      ...rates,
      input: 9,
      output: 99_000_000_000,
      window: null,
      maxOutput: 5,
      tiers: ['speed=fast'],
    }
    expect(dearestOf([rates, other])).toEqual({
      ...rates,
      output: 99_000_000_000,
      window: null,
    })
  })
})

describe('jobs, and what nobody knows', () => {
  test.each<[string, string, object | null]>([
    ['a batch', 'POST /v1/batches', { input_file_id: 'f' }],
    ['a fine-tuning', 'POST /v1/fine_tuning/jobs', {}],
    ['a prediction', 'POST /replicate/predictions', { version: 'v' }],
    ['a queue', 'POST /fal/fal-ai/flux/dev', { prompt: 'x' }],
    ['a film', 'POST /v1/videos', { model: 'sora-2', prompt: 'x' }],
    ['Google’s film', 'POST /v1beta/models/veo-3:predictLongRunning', { instances: [] }],
    ['an asynchronous chat', 'POST /perplexity-ai/async/chat/completions', { request: {} }],
    ['a container that costs by the hour', 'POST /v1/containers', { name: 'c' }],
    ['a store that costs by the day', 'POST /v1/vector_stores', {}],
    ['a cache that costs by the hour', 'POST /v1beta/cachedContents', {}],
    ['a path that no table knows', 'POST /v1/unheard/of', {}],
    ['a song', 'POST /elevenlabs/v1/music', { prompt: 'x' }],
  ])('%s has no bound', (_, line, body) => {
    expect(beyondText(bounded(line, body))).toEqual({ unbounded: 'path' })
  })

  test('a background response has one, which stays charged until it is read', () => {
    const { bound, unbounded } = bounded(...responses({ background: true }))
    expect([bound.job, unbounded]).toEqual([true, null])
  })

  test.each<[string, string, object | null]>([
    ['a list of models', 'GET /v1/models', null],
    ['an answer that is read again', 'GET /v1/responses/resp_1', null],
    ['a count', 'POST /v1/messages/count_tokens', { model: 'claude-sonnet-4-5', messages: [] }],
    ['Google’s count', 'POST /v1beta/models/gemini-2.5-flash:countTokens', { contents: [] }],
    ['a moderation', 'POST /v1/moderations', { input: 'x' }],
    ['a file', 'POST /v1/files', null],
    ['a deletion', 'DELETE /v1/vector_stores/vs_1', null],
    ['the end of a prediction', 'POST /replicate/predictions/p1/cancel', null],
    ['the end of a batch', 'POST /v1/batches/batch_1/cancel', null],
    ['the end of a batch of messages', 'POST /v1/messages/batches/mb_1/cancel', null],
    ['the end of Mistral’s batch', 'POST /mistral/v1/batch/jobs/b1/cancel', null],
    ['the end of a training', 'POST /v1/fine_tuning/jobs/ftjob-1/cancel', null],
  ])('%s is free', (_, line, body) => {
    expect(beyondText(bounded(line, body))).toEqual({ free: true })
  })
})
