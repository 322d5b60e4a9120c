import { readFileSync, globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { bodyForBound } from '../../src/bound/body-for-bound.ts'
import { countedBound, countingOf } from '../../src/bound/counting.ts'
import { mayAskMore, unboundedInFrame } from '../../src/bound/frame.ts'
import { boundMembers } from '../../src/bound/members.ts'
import { sliceOf } from '../../src/bound/slice.ts'
import { readJson } from '../../src/body/json.ts'
import { customProviders } from '../../src/providers/custom.ts'
import { boundOf } from '../../src/bound/bound-of.ts'
import { providers } from '../../src/providers/index.ts'
import { bodyOf, destined, routed } from '../route/journeys.ts'
import { beyondText, bounded, boundedForm } from './asked.ts'

const noTokens = { fields: [], asked: null, most: null, more: 0, floor: 1024, hidden: true }

describe('speech, sound, images and lists', () => {
  test('speech is charged by its letters, or by what the model can speak', () => {
    const body = { model: 'tts-1', input: 'Good morning', voice: 'alloy' }
    expect(beyondText(bounded('POST /v1/audio/speech', body))).toEqual({
      units: { character: JSON.stringify(body).length },
      output: { ...noTokens, times: 1 },
    })
  })

  test('no size of a file bounds its seconds, and a model takes no more than its window', async () => {
    const file = new Blob(['RIFF'])
    const found = await boundedForm('POST /v1/audio/transcriptions', { model: 'whisper-1', file })
    expect(beyondText(found)).toEqual({
      windows: 1,
      windowFor: 'file',
      openUnits: { second: 'file' },
      output: { ...noTokens, times: 1 },
    })
  })

  test('a form’s count of images is a text, and each image that it brings has a ceiling', async () => {
    const fields = { model: 'gpt-image-1', n: '4', image: new Blob(['a']), mask: new Blob(['b']) }
    const found = await boundedForm('POST /v1/images/edits', fields)
    expect(found.bound.inputTokens).toBeGreaterThan(2 * 6821)
    expect(beyondText(found)).toEqual({ units: { image: 4 }, output: { ...noTokens, times: 4, most: 6240 } })
  })

  test('a form’s long fields count with all of their bytes', async () => {
    const prompt = 'x'.repeat(100_000)
    const found = await boundedForm('POST /v1/images/edits', { model: 'gpt-image-1', prompt })
    expect(found.bound.inputTokens).toBeGreaterThan(100_000)
  })

  test.each<[string, string, object, Record<string, number>]>([
    [
      'a search of documents',
      'POST /cohere/v2/rerank',
      { model: 'rerank-v3.5', query: 'q', documents: ['a', 'b'] },
      { search: 1 },
    ],
    [
      'documents by the hundred',
      'POST /cohere/v2/rerank',
      { model: 'rerank-v3.5', query: 'q', documents: Array(250).fill('a') },
      { search: 3 },
    ],
    [
      'long documents',
      'POST /cohere/v2/rerank',
      { model: 'rerank-v3.5', query: 'q', documents: ['x'.repeat(100_000)] },
      { search: 3 },
    ],
    ['classes', 'POST /cohere/v1/classify', { model: 'embed-v4', inputs: ['a', 'b'] }, { classification: 2 }],
    [
      'pages',
      'POST /mistral/v1/ocr',
      { model: 'mistral-ocr-latest', document: {}, pages: [0, 1] },
      { page: 2 },
    ],
    ['all pages', 'POST /mistral/v1/ocr', { model: 'mistral-ocr-latest', document: {} }, { page: 1000 }],
    [
      'Imagen’s samples',
      'POST /v1beta/models/imagen-4:predict',
      { instances: [{ prompt: 'x' }], parameters: { sampleCount: 3 } },
      { image: 3 },
    ],
    [
      'Imagen’s samples by default',
      'POST /v1beta/models/imagen-4:predict',
      { instances: [{ prompt: 'x' }] },
      { image: 4 },
    ],
    ['a search', 'POST /perplexity-ai/search', { query: 'x' }, { search: 1 }],
    ['a task', 'POST /parallel/v1/tasks/runs', { processor: 'core', input: 'x' }, { request: 1 }],
    ['Ideogram’s images', 'POST /ideogram/v1/ideogram-v3/generate', { prompt: 'x' }, { image: 8 }],
  ])('%s', (_, line, body, units) => {
    const { bound, unbounded } = bounded(line, body)
    expect([bound.units, unbounded]).toEqual([units, null])
  })

  test('seconds of sound that is sent as bytes have no bound', () => {
    expect(bounded('POST /deepgram/v1/listen?model=nova-3').unbounded?.field).toBe('path')
  })
})

describe('a unit price by the operator', () => {
  const units = [{ method: 'POST', path: '/mj/submit/*', unit: 'image', usd: 0.04 }]
  const mount = { name: 'mj', gateway: 'custom-mj', dialect: null, prefix: '', units } as const
  const provider = customProviders([mount]).get('mj')
  const route = (method: string, charge: { unit: string | null; nanoUsd: number } | null) => {
    if (!provider) throw new Error('no such mount')
    const known = { ...routed('POST /v1/unheard'), provider, endpoint: null, charge }
    return boundOf({ route: known, method, headers: new Headers(), json: null })
  }

  test('bounds a job, and its polls are free', () => {
    const job = route('POST', { unit: 'image', nanoUsd: 40_000_000 })
    const poll = route('GET', { unit: null, nanoUsd: 0 })
    expect([job, poll].map((found) => found.ok && beyondText(found.value))).toEqual([
      { charge: 40_000_000 },
      { free: true },
    ])
  })

  test('is what a custom provider needs, whatever the method: nobody knows what its paths do', () => {
    const found = [route('GET', null), route('PUT', null)]
    expect(found.map((one) => one.ok && beyondText(one.value))).toEqual([
      { unbounded: 'path' },
      { unbounded: 'path' },
    ])
  })
})

describe('a socket', () => {
  test('holds a slice of the dearest single response', () => {
    for (const sums of ['realtime', 'bidi', 'responses'] as const) {
      expect(beyondText(sliceOf(sums, ['m']))).toEqual({
        windows: 2,
        windowFor: 'model',
        output: { fields: [], asked: null, most: null, times: 1, more: 0, floor: 0, hidden: true },
      })
    }
  })

  test('lets no tool be added that the provider runs', () => {
    const route = routed('GET /v1/models')
    const fields = [
      { type: 'session.update', session: { tools: [{ type: 'mcp', server_url: 'https://a.test' }] } },
      { type: 'response.create', response: { tools: [{ type: 'function', name: 'f' }] } },
      { setup: { tools: [{ functionDeclarations: [] }, { googleSearch: {} }] } },
      { type: 'response.create', tools: [{ type: 'function', name: 'f' }, { type: 'web_search' }] },
    ].map((frame) => unboundedInFrame(route, frame, JSON.stringify(frame))?.field ?? null)
    expect(fields).toEqual(['session.tools', null, 'setup.tools', 'tools'])
  })

  test('lets no stored prompt bring tools, and no response run beside the conversation', () => {
    const route = { ...routed('GET /v1/models'), model: 'gpt-realtime' }
    const fields = [
      { type: 'session.update', session: { prompt: { id: 'pmpt_1' } } },
      { type: 'session.update', session: { prompt: { id: 'pmpt_1' }, tools: [] } },
      { type: 'response.create', response: { prompt: { id: 'pmpt_1' } } },
      { type: 'response.create', response: { conversation: 'none' } },
      { type: 'response.create', response: { conversation: 'auto', prompt: null } },
    ].map((frame) => unboundedInFrame(route, frame, JSON.stringify(frame))?.field ?? null)
    expect(fields).toEqual(['session.prompt', null, 'response.prompt', 'response.conversation', null])
  })

  test('is read once, however its frames are written', () => {
    const route = { ...routed('GET /v1/models'), model: 'gpt-realtime' }
    const text = '{"response":{"conversation":"none"},"response":{}}'
    expect(unboundedInFrame(route, JSON.parse(text), text)?.field).toBe('response')
    const escaped = '{"session":{"\\u0074ools":[{"type":"mcp"}]}}'
    expect([mayAskMore.test(escaped), unboundedInFrame(route, JSON.parse(escaped), escaped)?.field]).toEqual([
      true,
      'session.tools',
    ])
    expect(mayAskMore.test('{"type":"input_audio_buffer.append","audio":"AAAA"}')).toBe(false)
  })

  test('of sound has none', () => {
    expect(sliceOf('duration', ['nova-3']).unbounded?.field).toBe('socket')
    expect(sliceOf('none', ['x']).unbounded?.field).toBe('socket')
  })
})

describe('the provider’s own count', () => {
  test('asks what its vendor’s API takes, and no more', () => {
    const body = { model: 'claude-sonnet-4-5', max_tokens: 9, stream: true, messages: [] }
    const counting = countingOf(routed('POST /v1/messages', body), bodyOf(body))
    expect([counting?.path, counting?.body]).toEqual([
      'v1/messages/count_tokens',
      '{"model":"claude-sonnet-4-5","messages":[]}',
    ])
    expect([counting?.read({ input_tokens: 12 }), counting?.read({ error: {} })]).toEqual([12, null])
  })

  test('is OpenAI’s for Responses and Google’s for its own API', () => {
    const responses = { model: 'gpt-5', input: 'hi', max_output_tokens: 9 }
    const gemini = { contents: [{ parts: [{ text: 'hi' }] }] }
    const line = 'POST /v1beta/models/gemini-2.5-flash:streamGenerateContent'
    const counts = [
      countingOf(routed('POST /v1/responses', responses), bodyOf(responses)),
      countingOf(routed(line, gemini), bodyOf(gemini)),
    ]
    expect(counts.map((counting) => [counting?.path, counting?.body])).toEqual([
      ['responses/input_tokens', '{"model":"gpt-5","input":"hi"}'],
      [
        'v1beta/models/gemini-2.5-flash:countTokens',
        '{"generateContentRequest":{"model":"models/gemini-2.5-flash","contents":[{"parts":[{"text":"hi"}]}]}}',
      ],
    ])
  })

  test('is not asked of those who only speak that API', () => {
    const body = { model: 'gpt-4o', messages: [] }
    expect(countingOf(routed('POST /v1/chat/completions', body), bodyOf(body))).toBeNull()
    expect(countingOf(routed('POST /deepseek/anthropic/v1/messages', body), bodyOf(body))).toBeNull()
  })

  test('takes the place of bytes and of what was only named, but not of a hosted tool’s turns', () => {
    const { bound } = bounded('POST /v1/responses', { model: 'gpt-5', previous_response_id: 'r' })
    expect(countedBound(bound, 1000)).toEqual({ ...bound, inputTokens: 1074, windows: 0 })
    expect(countedBound({ ...bound, turns: 3, windows: 3 }, 1000).windows).toBe(3)
  })
})

describe('what is read of a body', () => {
  test('is every member that decides, none of which may be there twice', () => {
    const wanted = bodyForBound(destined('POST /v1/chat/completions'), new Headers())
    if (!(wanted instanceof Set)) throw new Error('nothing is read')
    for (const text of [
      '{"model":"gpt-4o","n":1,"n":100}',
      '{"model":"gpt-4o","max_tokens":1,"max_tokens":100000}',
      '{"model":"gpt-4o","messages":[{"content":[{"type":"text","text":"a","type":"file"}]}]}',
      '{"model":"gpt-4o","tools":[],"tools":[{"type":"mcp"}]}',
      '{"model":"gpt-4o","n":1,"\\u006e":100}',
    ])
      expect(readJson(new TextEncoder().encode(text), wanted).ok).toBe(false)
  })

  test('has no member that is read and not in the list', () => {
    const folder = fileURLToPath(new URL('../../src/bound/', import.meta.url).href)
    const text = globSync('*.ts', { cwd: folder })
      .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
      .join('\n')
    const read = [
      ...Array.from(
        text.matchAll(/\b(?:body|part|item|tool|google|extra|source|thinking|reasoning)\['(\w+)'\]/g),
      ),
      ...Array.from(text.matchAll(/countAt\(reading, [\w.]+, '(\w+)'/g)),
      ...Array.from(text.matchAll(/spelled\(reading, \w+, '(\w+)'/g)),
    ].map((match) => match[1] ?? '')
    expect(read.length).toBeGreaterThan(50)
    expect(read.filter((name) => !boundMembers.has(name))).toEqual([])
  })

  test('is nothing where nothing in it counts, and nothing of bytes', () => {
    const wanted = (line: string, type = 'application/json') =>
      bodyForBound(destined(line), new Headers({ 'content-type': type }))
    expect(wanted('POST /v1/messages/count_tokens')).toBeNull()
    expect(wanted('POST /v1/batches')).toBeNull()
    expect(wanted('POST /workers-ai/@cf/openai/whisper', 'application/octet-stream')).toBeNull()
    expect(wanted('POST /workers-ai/@cf/meta/llama-3.1-8b-instruct')).toBeInstanceOf(Set)
    expect(wanted('POST /v1/images/edits', 'multipart/form-data; boundary=x')).toBe('form')
    expect(bounded('POST /workers-ai/@cf/openai/whisper').unbounded?.field).toBe('body')
  })
})

/** Jobs, sound whose length nobody knows, and bodies that nobody reads: only a unit price bounds them. */
const boundless = [
  'async/chat/completions',
  'chat/completions',
  'decisions',
  'deployments/{model=*/*}/predictions',
  'describe',
  'images',
  'infill/bytes',
  'model/{model}',
  'model/{model}/*',
  'models/{model=*/*}/predictions',
  'models/{model}:predictLongRunning',
  'predictions',
  'rerank',
  'stt',
  'v1/audio-isolation',
  'v1/audio-isolation/stream',
  'v1/listen',
  'v1/music',
  'v1/music/detailed',
  'v1/music/detailed/stream',
  'v1/music/stream',
  'v1/read',
  'v1/sound-generation',
  'v1/speech-to-speech/{voice}',
  'v1/speech-to-speech/{voice}/stream',
  'v1/speech-to-text',
  'v1/summarize',
  'v1/text-to-voice/create-previews',
  'v1/text-to-voice/design',
  'v1beta/chat/completions',
  'v2/audio/transcriptions',
  'v2/parse',
  'videos',
  'videos/edits',
  'videos/extensions',
  'videos/generations',
  'voice-changer/bytes',
  'voice-changer/sse',
  '{model=**}/requests/{id}',
  '{model=**}/requests/{id}/status',
  '{model=*/**}',
  '{model=*/*}',
]

describe('every endpoint of every provider', () => {
  test('that computes an answer has a bound or is known to have none', () => {
    const open = providers.flatMap(({ slug, roots }) =>
      roots.flatMap(({ at, api }) =>
        api
          .filter(
            ({ method, scope, bound }) => method === 'POST' && scope === 'inference' && bound === undefined,
          )
          .map(({ path }) => `${slug} ${at} ${path}`),
      ),
    )
    const paths = [...new Set(open.map((row) => row.replace(/^.* /, '')))].sort()
    expect(paths).toEqual(boundless)
  })
})
