import type { GenerateVideosOperation } from '@google/genai'
import type Anthropic from '@anthropic-ai/sdk'
import type { BatchJobStatus } from '@mistralai/mistralai/models/components'
import * as fc from 'fast-check'
import type OpenAI from 'openai'
import type { Prediction } from 'replicate'
import { describe, expect, test } from 'vitest'
import type { Job, JobDialectName } from '../../src/job/dialect.ts'
import { jobDialects } from '../../src/job/dialects.ts'

type ResponseStatus = NonNullable<OpenAI.Responses.Response['status']>

const done = (id: string | null): Job => ({ id, state: 'done' })
const running = (id: string | null): Job => ({ id, state: 'running' })
const failed = (id: string | null): Job => ({ id, state: 'failed' })

function batches(
  told: readonly (readonly [OpenAI.Batch['status'], Partial<Record<keyof OpenAI.Batch, unknown>>, Job])[],
): [JobDialectName, unknown, Job][] {
  return told.map(([status, more, job]) => [
    'batch',
    { id: 'batch_1', object: 'batch', status, ...more },
    job,
  ])
}

/** Whole answers of each dialect, and what they say. */
const answers: [JobDialectName, unknown, Job | null][] = [
  ...Object.entries({
    queued: 'running',
    in_progress: 'running',
    completed: 'done',
    incomplete: 'done',
    cancelled: 'done',
    failed: 'failed',
  } satisfies Record<ResponseStatus, Job['state']>).map(([status, state]): [JobDialectName, unknown, Job] => [
    'response',
    { id: 'resp_1', object: 'response', background: true, status, usage: null, output: [] },
    { id: 'resp_1', state },
  ]),
  ['response', { id: 'resp_1', status: 'dreaming' }, null],
  ['response', { error: { message: 'no' } }, null],

  ['interaction', { id: 'v1_a', object: 'interaction', status: 'in_progress' }, running('v1_a')],
  ['interaction', { id: 'v1_a', status: 'completed', usage: {} }, done('v1_a')],
  ['interaction', { id: 'v1_a', status: 'requires_action' }, done('v1_a')],
  ['interaction', { id: 'v1_a', status: 'cancelled' }, done('v1_a')],
  ['interaction', { id: 'v1_a', status: 'failed' }, failed('v1_a')],

  ['operation', { name: 'models/veo-3.1/operations/o1' }, running('o1')],
  [
    'operation',
    {
      name: 'models/veo-3.1/operations/o1',
      done: true,
      response: { generateVideoResponse: { generatedSamples: [{ video: { uri: 'https://x' } }] } },
    } satisfies Pick<GenerateVideosOperation, 'name' | 'done'> & { response: object },
    done('o1'),
  ],
  [
    'operation',
    { name: 'models/veo-3.1/operations/o1', done: true, error: { code: 13, message: 'Internal' } },
    failed('o1'),
  ],
  [
    'operation',
    {
      name: 'models/veo-3.1/operations/o1',
      done: true,
      response: { generateVideoResponse: { raiMediaFilteredCount: 1, raiMediaFilteredReasons: ['no'] } },
    },
    failed('o1'),
  ],
  [
    'operation',
    {
      name: 'projects/p/locations/l/publishers/google/models/veo-3/operations/o2',
      done: true,
      response: { raiMediaFilteredCount: 1, videos: [{ gcsUri: 'gs://v', mimeType: 'video/mp4' }] },
    },
    done('o2'),
  ],
  [
    'operation',
    { name: 'projects/p/operations/o2', done: true, response: { videos: [], raiMediaFilteredCount: 4 } },
    failed('o2'),
  ],
  ['operation', { name: 'models/veo-3.1' }, null],

  ...Object.entries({
    starting: 'running',
    processing: 'running',
    succeeded: 'done',
    canceled: 'done',
    aborted: 'done',
    failed: 'failed',
  } satisfies Record<Prediction['status'], Job['state']>).map(
    ([status, state]): [JobDialectName, unknown, Job] => [
      'prediction',
      { id: 'p1', model: 'm', version: 'v', input: {}, status, urls: { get: '', cancel: '' } },
      { id: 'p1', state },
    ],
  ),

  [
    'queue',
    { status: 'IN_QUEUE', request_id: 'f1', queue_position: 0, response_url: '', status_url: '' },
    running('f1'),
  ],
  ['queue', { status: 'IN_PROGRESS', request_id: 'f1', logs: [] }, running('f1')],
  ['queue', { status: 'COMPLETED', request_id: 'f1', metrics: { inference_time: 2 } }, running('f1')],
  ['queue', { status: 'COMPLETED', request_id: 'f1', error: 'Out of memory' }, failed('f1')],
  ['queue', { images: [{ url: 'https://x' }], seed: 1 }, null],
  ['queue-result', { images: [] }, null],

  ['video-request', { request_id: 'x1' }, running('x1')],
  ['video-request', { status: 'pending', progress: 20 }, running(null)],
  ['video-request', { status: 'done', video: { url: 'https://x', duration: 6 }, model: 'm' }, done(null)],
  ['video-request', { video: { url: 'https://x', duration: 6 }, model: 'm' }, done(null)],
  ['video-request', { status: 'expired' }, done(null)],
  ['video-request', { status: 'failed', error: { code: 'x' } }, failed(null)],
  ['deferred-completion', { request_id: 'x2' }, running('x2')],
  ['deferred-completion', { id: 'c', object: 'chat.completion', choices: [] }, null],

  ['async-completion', { id: 'a1', model: 'sonar', status: 'CREATED', response: null }, running('a1')],
  ['async-completion', { id: 'a1', status: 'IN_PROGRESS' }, running('a1')],
  ['async-completion', { id: 'a1', status: 'COMPLETED', response: { usage: {} } }, done('a1')],
  ['async-completion', { id: 'a1', status: 'FAILED', error_message: 'no' }, failed('a1')],

  ...Object.entries({
    validating: 'running',
    in_progress: 'running',
    finalizing: 'running',
    cancelling: 'running',
    completed: 'done',
    expired: 'done',
    cancelled: 'done',
    failed: 'failed',
  } satisfies Record<OpenAI.Batch['status'], Job['state']>).map(
    ([status, state]): [JobDialectName, unknown, Job] => [
      'batch',
      { id: 'batch_1', object: 'batch', status },
      { id: 'batch_1', state },
    ],
  ),

  ...batches([
    ['in_progress', {}, running('batch_1')],
    ['completed', { output_file_id: 'file-2' }, { ...done('batch_1'), results: 'file-2' }],
    ['expired', { output_file_id: 'file-2' }, { ...done('batch_1'), results: 'file-2' }],
    [
      'completed',
      { output_file_id: null, request_counts: { total: 2, completed: 1, failed: 1 } },
      done('batch_1'),
    ],
    ['completed', { request_counts: { total: 2, completed: 0, failed: 2 } }, failed('batch_1')],
  ]),
  ['batch-output', { id: 'batch_1', status: 'completed' }, null],

  ...Object.entries({
    QUEUED: 'running',
    RUNNING: 'running',
    SUCCESS: 'done',
    FAILED: 'failed',
    TIMEOUT_EXCEEDED: 'done',
    CANCELLATION_REQUESTED: 'running',
    CANCELLED: 'done',
  } satisfies Record<(typeof BatchJobStatus)[keyof typeof BatchJobStatus], Job['state']>).map(
    ([status, state]): [JobDialectName, unknown, Job] => [
      'mistral-batch',
      { id: 'b1', object: 'batch', status, output_file: null, succeeded_requests: 1 },
      { id: 'b1', state, ...(state === 'done' && { untold: true }) },
    ],
  ),
  [
    'mistral-batch',
    { id: 'b1', status: 'SUCCESS', output_file: 'f1', succeeded_requests: 1 },
    { ...done('b1'), results: 'f1' },
  ],
  ['mistral-batch', { id: 'b1', status: 'SUCCESS', output_file: null, succeeded_requests: 0 }, failed('b1')],

  ...(
    [
      [{ metadata: { state: 'BATCH_STATE_RUNNING' } }, running('g1')],
      [
        { done: true, metadata: { output: { responsesFile: 'files/r1' } } },
        { ...done('g1'), results: 'r1' },
      ],
      [
        { done: true, response: { responsesFile: 'files/r1' } },
        { ...done('g1'), results: 'r1' },
      ],
      [{ done: true, metadata: { output: { inlinedResponses: {} } } }, done('g1')],
      [{ done: true, metadata: { batchStats: { requestCount: '2', failedRequestCount: '1' } } }, done('g1')],
      [
        { done: true, metadata: { batchStats: { requestCount: '2', failedRequestCount: '2' } } },
        failed('g1'),
      ],
      [{ done: true, metadata: { state: 'BATCH_STATE_FAILED' }, error: { code: 13 } }, failed('g1')],
      [{ done: true, metadata: { state: 'BATCH_STATE_CANCELLED' }, error: { code: 1 } }, done('g1')],
    ] satisfies [object, Job][]
  ).map(([told, job]): [JobDialectName, unknown, Job] => [
    'gemini-batch',
    { name: 'batches/g1', ...told },
    job,
  ]),
  ['gemini-batch', { name: 'operations/g1', done: true }, null],

  ...(
    [
      ['in_progress', 0, 'running'],
      ['canceling', 0, 'running'],
      ['ended', 2, 'running'],
      ['ended', 0, 'failed'],
    ] satisfies [Anthropic.Messages.MessageBatch['processing_status'], number, Job['state']][]
  ).map(([processing_status, succeeded, state]): [JobDialectName, unknown, Job] => [
    'message-batch',
    { id: 'msgbatch_1', type: 'message_batch', processing_status, request_counts: { succeeded, errored: 1 } },
    { id: 'msgbatch_1', state },
  ]),
  ['message-batch', { id: 'msgbatch_1', type: 'message_batch_deleted' }, null],
  ['message-batch', { type: 'error', error: { type: 'not_found_error' } }, null],

  ['queued-run', { result: { status: 'queued', request_id: 'w1', model: '@cf/x' } }, running('w1')],
  ['queued-run', { result: { status: 'running', request_id: 'w1' } }, running('w1')],
  ['queued-run', { result: { responses: [{ id: 0, success: true }], usage: {} } }, done(null)],
  ['queued-run', { result: { response: 'Hi', usage: {} }, success: true }, null],
  ['queued-run', { result: null, success: false, errors: [{ code: 7009 }] }, null],

  ['video-generation', { id: 'gen-vid-1', polling_url: '/', status: 'pending' }, running('gen-vid-1')],
  ['video-generation', { id: 'gen-vid-1', status: 'completed', usage: { cost: 0.5 } }, done('gen-vid-1')],
  ['video-generation', { id: 'gen-vid-1', status: 'failed', error: 'no' }, failed('gen-vid-1')],
]

/** Events of streams, and what they say. */
const events: [JobDialectName, unknown, Job | null][] = [
  ['response', { type: 'response.created', response: { id: 'r', status: 'queued' } }, running('r')],
  ['response', { type: 'response.completed', response: { id: 'r', status: 'completed' } }, done('r')],
  ['response', { type: 'response.output_item.done', response: { id: 'r', status: 'completed' } }, null],
  [
    'interaction',
    { event_type: 'interaction.created', interaction: { id: 'i', status: 'queued' } },
    running('i'),
  ],
  [
    'interaction',
    { event_type: 'interaction.status_update', interaction_id: 'i', status: 'failed' },
    failed('i'),
  ],
  ['interaction', { event_type: 'step.delta', delta: {} }, null],
  ['queue', { status: 'IN_PROGRESS', request_id: 'f' }, running('f')],
]

describe('what an answer says of a job', () => {
  test.each(answers)('%s: %j', (name, json, job) => {
    expect(jobDialects[name].body?.(json) ?? null).toEqual(job)
  })

  test.each(events)('%s, an event: %j', (name, json, job) => {
    expect(jobDialects[name].event?.(json) ?? null).toEqual(job)
  })

  test.each([
    ['queue-result', 200, 'done'],
    ['queue-result', 202, null],
    ['message-batch-results', 200, 'done'],
    ['message-batch-results', 204, null],
    ['deferred-completion', 202, 'running'],
    ['deferred-completion', 200, 'done'],
    ['video-request', 202, 'running'],
    ['video-request', 200, null],
  ] as const)('%s: %i is %s', (name, status, state) => {
    expect(jobDialects[name].status?.(status) ?? null).toBe(state)
  })

  test.each([
    ['response', { background: true }, true],
    ['response', { background: false }, false],
    ['response', {}, false],
    ['interaction', { background: true }, true],
    ['interaction', {}, false],
    ['deferred-completion', { deferred: true }, true],
    ['deferred-completion', { deferred: 'true' }, false],
  ] as const)('%s: a request of %j asks for one: %s', (name, body, asks) => {
    expect(jobDialects[name].asks?.(body)).toBe(asks)
  })
})

const names = [
  'id',
  'name',
  'status',
  'type',
  'event_type',
  'request_id',
  'response',
  'video',
  'done',
  'error',
]
const words = [
  'queued',
  'IN_QUEUE',
  'response.created',
  'models/m/operations/o',
  'interaction.created',
  'done',
]
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.constantFrom(...words), fc.integer(), fc.constant(null), fc.boolean()),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 6 }),
  ),
}))

describe.each(Object.entries(jobDialects))('the job dialect %s', (_name, dialect) => {
  test('never throws, and names no job with anything but a text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const found = [dialect.body?.(value) ?? null, dialect.event?.(value) ?? null].filter(
          (job) => job !== null,
        )
        const ids = found.map(({ id }) => id)
        expect(ids.filter((id) => id !== null && (typeof id !== 'string' || id === ''))).toEqual([])
      }),
    )
  })
})
