import { describe, expect, test } from 'vitest'
import { gathererOfJob, sightingOf, tellsOfJob } from '../../src/journey/job-sighting.ts'
import { nothingRead } from '../../src/usage/usage.ts'
import { routed } from '../route/journeys.ts'

/** What an answer that lists jobs told of them, `keeps` bytes of either end being kept. */
function seen(line: string, answer: unknown, { whole = true, keeps = Infinity, status = 200 } = {}) {
  const route = { ...routed(line), charge: null }
  const upstream = { status, headers: new Headers({ 'content-type': 'application/json' }) }
  const bytes = new TextEncoder().encode(JSON.stringify(answer))
  const head = bytes.subarray(0, keeps)
  const tail = bytes.subarray(Math.max(keeps, bytes.length - keeps))
  const kept = { head, tail, skipped: bytes.length - head.length - tail.length }
  const ending = { how: 'complete' as const, whole, kept }
  const heard = { ending, reading: nothingRead, gathered: null }
  expect([tellsOfJob({ route }, upstream), gathererOfJob({ route }, upstream)]).toEqual([
    status === 200,
    null,
  ])
  return sightingOf({ route }, 'GET', upstream, heard)
}

const usage = { input_tokens: 5, output_tokens: 7 }
const stated = {
  usage: { input: 5, output: 7, details: { service_tier: 'batch' } },
  model: 'gpt-5',
  final: true,
  failed: false,
}

describe('a list of batches', () => {
  const batches = [
    { id: 'batch_1', status: 'completed', output_file_id: 'file-2' },
    { id: 'batch_2', status: 'in_progress' },
    { id: 'batch_3', status: 'completed', output_file_id: 'file-3', model: 'gpt-5', usage },
    { id: 'batch_4', status: 'completed', request_counts: { completed: 0 } },
    { id: 'batch_5', status: 'of the future' },
    { status: 'completed' },
    null,
    'batch_6',
  ]
  const list = { object: 'list', data: batches }
  const ofOpenai = [
    { how: 'running', job: 'openai/batch_1', results: 'openai/file-2' },
    { how: 'running', job: 'openai/batch_2' },
    { how: 'over', job: 'openai/batch_3', results: 'openai/file-3', failed: false, reading: stated },
    { how: 'over', job: 'openai/batch_4', failed: true, reading: { ...nothingRead, final: false } },
  ]

  test('tells of each what asking after it would', () => {
    expect(seen('GET /v1/batches?limit=20', list)).toEqual({ how: 'listed', jobs: ofOpenai })
  })

  test.each([
    [
      'GET /mistral/v1/batch/jobs',
      { data: [{ id: 'b1', status: 'SUCCESS', output_file: 'file-3' }], total: 1 },
      { how: 'running', job: 'mistral/b1', results: 'mistral/file-3' },
    ],
    [
      'GET /v1beta/batches',
      { operations: [{ name: 'batches/g1', done: true, response: { responsesFile: 'files/r1' } }] },
      { how: 'running', job: 'google-ai-studio/g1', results: 'google-ai-studio/r1' },
    ],
    [
      'GET /anthropic/v1/messages/batches',
      { data: [{ id: 'msgbatch_1', type: 'message_batch', processing_status: 'in_progress' }] },
      { how: 'running', job: 'anthropic/msgbatch_1' },
    ],
  ])('is read at %s', (line, answer, job) => {
    expect(seen(line, answer)).toEqual({ how: 'listed', jobs: [job] })
  })

  test.each([
    ['GET /v1/batches', { data: [{ id: 'b1', status: 'completed' }] }, 'openai/b1'],
    [
      'GET /v1/batches',
      { data: [{ id: 'b1', status: 'cancelled', request_counts: { completed: 1 } }] },
      'openai/b1',
    ],
    ['GET /mistral/v1/batch/jobs', { data: [{ id: 'b1', status: 'SUCCESS' }] }, 'mistral/b1'],
    ['GET /v1beta/batches', { operations: [{ name: 'batches/g1', done: true }] }, 'google-ai-studio/g1'],
  ])('leaves a batch whose usage it does not state to another reading: %s, %j', (line, answer, job) => {
    expect(seen(line, answer)).toEqual({ how: 'listed', jobs: [{ how: 'running', job }] })
  })

  test.each([
    ['GET /v1/batches', { data: [{ id: 'b1', status: 'failed' }] }, 'openai/b1'],
    [
      'GET /mistral/v1/batch/jobs',
      { data: [{ id: 'b1', status: 'SUCCESS', succeeded_requests: 0 }] },
      'mistral/b1',
    ],
    [
      'GET /v1beta/batches',
      { operations: [{ name: 'batches/g1', done: true, error: { code: 3 } }] },
      'google-ai-studio/g1',
    ],
  ])('ends a batch that came to nothing: %s, %j', (line, answer, job) => {
    expect(seen(line, answer)).toMatchObject({ how: 'listed', jobs: [{ how: 'over', job, failed: true }] })
  })

  test('tells of its first hundred', () => {
    const data = Array.from({ length: 150 }, (_, index) => ({ id: `batch_${index}`, status: 'in_progress' }))
    const sighting = seen('GET /v1/batches', { data })
    expect(sighting?.how === 'listed' && sighting.jobs.map(({ job }) => job)).toEqual(
      data.slice(0, 100).map(({ id }) => `openai/${id}`),
    )
  })

  test.each([
    ['too long to keep', list, { keeps: 100 }],
    ['broken off', list, { whole: false }],
    ['a part', list, { status: 206 }],
    ['an error', list, { status: 500 }],
    ['empty', { data: [] }, {}],
    ['no list', { data: { id: 'batch_1', status: 'completed' } }, {}],
    ['nothing', null, {}],
  ])('tells nothing when it is %s', (_what, answer, how) => {
    expect(seen('GET /v1/batches', answer, how)).toBeNull()
  })
})
