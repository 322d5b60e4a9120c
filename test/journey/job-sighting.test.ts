import { describe, expect, test } from 'vitest'
import { asksJob, jobIn } from '../../src/journey/job-asked.ts'
import { gathererOfJob, sightingOf, tellsOfJob } from '../../src/journey/job-sighting.ts'
import { nothingRead, type Reading } from '../../src/usage/usage.ts'
import { routed } from '../route/journeys.ts'

interface Exchange {
  body?: Record<string, unknown>
  status?: number
  headers?: Record<string, string>
  reading?: Reading
  charge?: { unit: string | null; nanoUsd: number }
  whole?: boolean
  /** How many bytes are kept of either end. */
  keeps?: number
}

/** What is made of an exchange: whether its answer is read, and what it told. */
function seen(line: string, answer: unknown, exchange: Exchange = {}) {
  const {
    body = {},
    status = 200,
    headers = {},
    reading = nothingRead,
    charge = null,
    whole = true,
    keeps = Infinity,
  } = exchange
  const route = { ...routed(line, { model: 'gpt-5', ...body }), charge }
  const [method = ''] = line.split(' ')
  const asksAfter = jobIn(route, body)
  const answering = { route, asksJob: asksJob(route, body), ...(asksAfter !== null && { asksAfter }) }
  const type = typeof answer === 'string' ? 'text/event-stream' : 'application/json'
  const upstream = { status, headers: new Headers({ 'content-type': type, ...headers }) }
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  const bytes = new TextEncoder().encode(text)
  const head = bytes.subarray(0, keeps)
  const tail = bytes.subarray(Math.max(keeps, bytes.length - keeps))
  const kept = { head, tail, skipped: bytes.length - head.length - tail.length }
  const ending = { how: whole ? ('complete' as const) : ('broken' as const), whole, kept }
  const gatherer = gathererOfJob(answering, upstream)
  gatherer?.add(bytes)
  const heard = { ending, reading, gathered: gatherer?.reading() ?? null }
  const sighting = sightingOf(answering, method, upstream, heard)
  return [tellsOfJob(answering, upstream), sighting]
}

const background = { body: { background: true } }
const queued = { id: 'resp_1', status: 'queued', background: true, usage: null }
const usage = { input_tokens: 5, output_tokens: 7 }
const completed = { ...queued, status: 'completed', model: 'gpt-5-2025', usage }
const told = { usage: { input: 5, output: 7 }, model: 'gpt-5-2025', final: true, failed: false }

describe('a request that wants a job', () => {
  test('has begun one when its answer is not the end', () => {
    expect(seen('POST /v1/responses', queued, background)).toEqual([
      true,
      { how: 'begun', job: 'openai/resp_1' },
    ])
  })

  test('has begun one when its stream broke off before the end', () => {
    const created = `data: ${JSON.stringify({ type: 'response.created', response: queued })}\n\n`
    expect(seen('POST /v1/responses', created, background)).toEqual([
      true,
      { how: 'begun', job: 'openai/resp_1' },
    ])
  })

  test.each([
    ['did not ask for one', queued, { body: {} }],
    ['was answered whole', completed, { ...background, reading: told }],
    ['was refused', queued, { ...background, status: 400 }],
    [
      'was answered from the gateway’s cache',
      queued,
      { ...background, headers: { 'cf-aig-cache-status': 'hit' } },
    ],
    ['has a price of its own', queued, { ...background, charge: { unit: 'song', nanoUsd: 5 } }],
    ['was answered without an id', { status: 'queued' }, background],
  ])('has begun none when it %s', (_when, answer, exchange) => {
    expect(seen('POST /v1/responses', answer, exchange)[1]).toBeNull()
  })

  test('has begun one though nobody reads its body', () => {
    expect(seen('POST /v1/batches', { id: 'batch_1', status: 'validating' })).toEqual([
      true,
      { how: 'begun', job: 'openai/batch_1' },
    ])
  })

  test('is not looked into when a header tells what it consumed', () => {
    const line = 'POST /fal/fal-ai/flux/dev'
    const headers = { 'x-fal-billable-units': '2' }
    expect(seen(line, { images: [] }, { headers })).toEqual([false, null])
    expect(seen(line, { status: 'IN_QUEUE', request_id: 'f1' })).toEqual([
      true,
      { how: 'begun', job: 'fal/f1' },
    ])
  })

  test('has begun one though the request tells what it will be', () => {
    const line = 'POST /v1beta/models/veo-3.1:predictLongRunning'
    const reading = { usage: { units: 8, unit: 'second' }, final: true, failed: false }
    expect(seen(line, { name: 'models/veo-3.1/operations/o1' }, { reading })).toEqual([
      true,
      { how: 'begun', job: 'google-ai-studio/o1' },
    ])
  })
})

describe('asking after a job', () => {
  const running = (job: string) => ({ how: 'running', job })
  const over = (job: string, reading: Reading, failed = false) => ({ how: 'over', job, failed, reading })

  test.each([
    ['GET /v1/responses/resp_1', queued, running('openai/resp_1')],
    ['GET /v1/responses/resp_1', completed, over('openai/resp_1', told)],
    [
      'POST /v1/responses/resp_1/cancel',
      { ...queued, status: 'cancelled' },
      over('openai/resp_1', nothingRead),
    ],
    [
      'GET /v1/responses/resp_1?stream=true',
      `data: ${JSON.stringify({ type: 'response.completed', response: completed })}\n\n`,
      over('openai/resp_1', told),
    ],
    [
      'GET /v1/responses/resp_1',
      { ...queued, status: 'failed' },
      over('openai/resp_1', { ...nothingRead, failed: true }, true),
    ],
    ['GET /v1beta/interactions/i1', { id: 'i1', status: 'in_progress' }, running('google-ai-studio/i1')],
    [
      'GET /v1beta/models/veo-3.1/operations/o1',
      { name: 'models/veo-3.1/operations/o1', done: true, response: {} },
      over('google-ai-studio/o1', { final: true, failed: false }),
    ],
    [
      'POST /google-vertex-ai/v1/projects/p/locations/l/publishers/google/models/veo:fetchPredictOperation',
      { name: 'projects/p/operations/o2' },
      running('google-vertex-ai/o2'),
    ],
    [
      'GET /replicate/v1/predictions/p1',
      { id: 'p1', model: 'm', status: 'succeeded', metrics: { predict_time: 2 } },
      over('replicate/p1', { usage: { units: 2, unit: 'second' }, model: 'm', final: true, failed: false }),
    ],
    [
      'GET /fal/fal-ai/flux/requests/f1/status',
      { status: 'IN_PROGRESS', request_id: 'f1' },
      running('fal/f1'),
    ],
    [
      'GET /grok/v1/videos/x1',
      { status: 'done', video: { url: 'u', duration: 6 }, usage: { cost_in_usd_ticks: 3_000_000_000 } },
      over('grok/x1', {
        usage: { units: 6, unit: 'second', statedCost: 300_000_000 },
        final: true,
        failed: false,
      }),
    ],
    [
      'GET /perplexity-ai/async/chat/completions/a1',
      {
        id: 'a1',
        status: 'COMPLETED',
        response: { model: 's', usage: { prompt_tokens: 1, completion_tokens: 2 } },
      },
      over('perplexity-ai/a1', { usage: { input: 1, output: 2 }, model: 's', final: true, failed: false }),
    ],
    [
      'GET /v1/batches/batch_1',
      { id: 'batch_1', status: 'completed', model: 'gpt-5-2025', usage },
      over('openai/batch_1', { ...told, usage: { ...told.usage, details: { service_tier: 'batch' } } }),
    ],
    [
      'GET /openrouter/v1/videos/gen-vid-1',
      { id: 'gen-vid-1', status: 'completed', usage: { cost: 0.5 } },
      over('openrouter/gen-vid-1', { usage: { statedCost: 500_000_000 }, final: true, failed: false }),
    ],
  ])('%s, answered %j', (line, answer, sighting) => {
    expect(seen(line, answer)).toEqual([true, sighting])
  })

  const message = { model: 'claude-haiku-4-5', usage: { input_tokens: 5, output_tokens: 7 } }
  const line = JSON.stringify({ custom_id: 'one', result: { type: 'succeeded', message } })
  const results = { headers: { 'content-type': 'application/x-jsonl' } }
  const path = 'v1/messages/batches/msgbatch_1'

  test('of a batch of messages, which says only that it has ended, goes on to its results', () => {
    const batch = { id: 'msgbatch_1', type: 'message_batch', processing_status: 'ended' }
    const some = { ...batch, request_counts: { succeeded: 1, errored: 1 } }
    const none = { ...batch, request_counts: { succeeded: 0, errored: 2 } }
    const nothing = { final: true, failed: false }
    const job = 'anthropic/msgbatch_1'
    expect(seen(`GET /${path}`, some)).toEqual([true, running(job)])
    expect(seen(`POST /anthropic/${path}/cancel`, none)).toEqual([true, over(job, nothing, true)])
    expect(seen(`GET /${path}/results`, `${line}\n${line}\n`, results)).toEqual([
      true,
      over(job, {
        usage: { input: 10, output: 14, details: { service_tier: 'batch', longest_input_tokens: 5 } },
        model: 'claude-haiku-4-5',
        final: true,
        failed: false,
      }),
    ])
  })

  test('that adds up, and broke off before its end, leaves it to the next reading', () => {
    const partly = seen(`GET /${path}/results`, `${line}\n`, { ...results, whole: false })
    expect(partly).toEqual([true, running('anthropic/msgbatch_1')])
  })

  test('that adds up, and has a part that cannot be read, states no part of the sum', () => {
    const partly = seen(`GET /${path}/results`, `${line}\n{"custom\n`, results)
    expect(partly).toEqual([true, over('anthropic/msgbatch_1', nothingRead)])
  })

  test.each([
    ['groq/openai/v1/batches/batch_1', { id: 'batch_1', output_file_id: 'file-2' }, 'groq/file-2'],
    ['mistral/v1/batch/jobs/b1', { id: 'b1', output_file: 'file-3' }, 'mistral/file-3'],
    [
      'v1beta/batches/g1',
      { name: 'batches/g1', done: true, response: { responsesFile: 'files/r1' } },
      'google-ai-studio/r1',
    ],
  ])('of a batch at %s leads to the file of its results', (at, told, results) => {
    const [provider = ''] = results.split('/')
    const id = at.split('/').at(-1)
    const answer = { status: provider === 'mistral' ? 'SUCCESS' : 'completed', ...told }
    expect(seen(`GET /${at}`, answer)).toEqual([true, { how: 'running', job: `${provider}/${id}`, results }])
  })

  test.each([
    ['SUCCESS', {}, running('mistral/b1')],
    ['SUCCESS', { outputs: [], succeeded_requests: 2 }, running('mistral/b1')],
    ['TIMEOUT_EXCEEDED', {}, running('mistral/b1')],
    ['SUCCESS', { succeeded_requests: 0 }, over('mistral/b1', nothingRead, true)],
    ['CANCELLED', {}, over('mistral/b1', nothingRead)],
    ['FAILED', {}, over('mistral/b1', nothingRead, true)],
    [
      'SUCCESS',
      {
        outputs: [{ response: { body: { model: 'm', usage: { prompt_tokens: 5, completion_tokens: 7 } } } }],
      },
      over('mistral/b1', {
        ...told,
        model: 'm',
        usage: { ...told.usage, details: { service_tier: 'batch' } },
      }),
    ],
  ])('of a batch whose results may have to be asked for in it: %s, %j', (status, more, sighting) => {
    const answer = { id: 'b1', status, output_file: null, ...more }
    expect(seen('GET /mistral/v1/batch/jobs/b1', answer)).toEqual([true, sighting])
  })

  test('of a batch that states its sum is its end, also for a row that waits for the file', () => {
    const batch = { id: 'batch_1', status: 'completed', output_file_id: 'file-2', model: 'gpt-5', usage }
    const sum = { ...told, model: 'gpt-5', usage: { ...told.usage, details: { service_tier: 'batch' } } }
    expect(seen('GET /v1/batches/batch_1', batch)).toEqual([
      true,
      { ...over('openai/batch_1', sum), results: 'openai/file-2' },
    ])
  })

  const chat = { model: 'm', usage: { prompt_tokens: 5, completion_tokens: 7 } }
  const bytes = { headers: { 'content-type': 'application/octet-stream' } }
  const sum = { ...told, model: 'm', usage: { ...told.usage, details: { service_tier: 'batch' } } }

  test.each([
    ['/groq/openai/v1/files/file-2/content', { response: { body: chat } }, 'groq/file-2'],
    ['/mistral/v1/files/file-3/content', { response: { body: chat } }, 'mistral/file-3'],
    ['/v1/files/file-4/content', { response: { body: chat } }, 'openai/file-4'],
    [
      '/v1beta/files/r1:download?alt=media',
      {
        key: 'one',
        response: { modelVersion: 'm', usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 7 } },
      },
      'google-ai-studio/r1',
    ],
    [
      '/google-ai-studio/download/v1beta/files/r1:download?alt=media',
      { modelVersion: 'm', usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 7 } },
      'google-ai-studio/r1',
    ],
  ])('by the file at %s states the sum of a batch', (path, result, job) => {
    expect(seen(`GET ${path}`, result, bytes)).toEqual([true, over(job, sum)])
    expect(seen(`GET ${path}`, result, { ...bytes, whole: false })).toEqual([true, { how: 'running', job }])
  })

  test.each([
    `GET /${path}/results`,
    'GET /groq/openai/v1/files/file-2/content',
    'GET /v1beta/files/r1:download?alt=media',
  ])('by a part of the results tells nothing: %s', (asked) => {
    expect(seen(asked, `${line}\n`, { ...bytes, status: 206 })).toEqual([false, null])
  })

  test('of a batch too long to keep takes the end of it for no end of the batch', () => {
    const filling = 'x'.repeat(200_000)
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 7 }
    const inlinedResponses = [{ response: { modelVersion: 'm', text: filling, usageMetadata } }]
    const asked = 'GET /v1beta/batches/g1'
    const batch = { name: 'batches/g1', metadata: { inputConfig: { requests: [filling] } } }
    expect(seen(asked, batch, { keeps: 16_384 })).toEqual([true, null])
    const done = { ...batch, done: true, response: { inlinedResponses: { inlinedResponses } } }
    expect(seen(asked, done, { keeps: 16_384 })).toEqual([true, over('google-ai-studio/g1', sum)])
  })

  test('by a file of another kind tells nothing', () => {
    expect(seen('GET /v1/files/file-4/content', { messages: [] }, bytes)).toEqual([true, null])
  })

  const run = 'POST /workers-ai/@cf/baai/bge-m3?queueRequest=true'

  test('whose id is in the body, at the path where the job was begun', () => {
    const queued = { result: { status: 'queued', request_id: 'w1', model: '@cf/baai/bge-m3' }, success: true }
    const responses = [{ id: 0, result: { response: [] }, success: true }]
    const done = { result: { responses, usage: { prompt_tokens: 12, completion_tokens: 0 } }, success: true }
    const reading = { usage: { input: 12, output: 0 }, final: true, failed: false }
    const again = { body: { request_id: 'w1' } }
    const job = 'workers-ai/w1'
    expect(seen(run, queued, { body: { requests: [] } })).toEqual([true, { how: 'begun', job }])
    expect(seen(run, queued, again)).toEqual([true, running(job)])
    expect(seen(run, done, again)).toEqual([true, over(job, reading)])
    expect(seen(run, done, { body: { requests: [] }, reading })).toEqual([true, null])
    const both = { body: { request_id: 'w1', requests: [] } }
    expect(seen(run, queued, both)).toEqual([true, { how: 'begun', job }])
    expect([jobIn(routed(run), both.body), jobIn(routed(run), again.body)]).toEqual([null, 'w1'])
    expect(seen('POST /workers-ai/@cf/baai/bge-m3', queued, again)).toEqual([false, null])
  })

  test('of a status or a header alone needs no look at the answer', () => {
    const headers = { 'x-fal-billable-units': '2' }
    expect(seen('GET /fal/fal-ai/flux/requests/f1', { images: [] }, { headers })).toEqual([
      false,
      over('fal/f1', { usage: { units: 2, unit: 'unit' }, final: true, failed: false }),
    ])
    expect(seen('GET /grok/v1/chat/deferred-completion/x2', {}, { status: 202 })).toEqual([
      true,
      running('grok/x2'),
    ])
  })

  test.each([
    ['GET /v1/responses/resp_1', completed, { status: 404 }],
    ['HEAD /v1/responses/resp_1', completed, {}],
    ['GET /v1/responses/resp_1', { id: 'resp_1' }, {}],
    ['GET /v1/responses/resp_1/input_items', completed, {}],
    ['GET /v1/models', completed, {}],
    ['GET /v1/files', completed, {}],
  ])('%s, answered %j with %j, tells nothing', (line, answer, exchange) => {
    expect(seen(line, answer, exchange)[1]).toBeNull()
  })
})
