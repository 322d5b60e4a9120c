import { describe, expect, test } from 'vitest'
import { jobDialects } from '../../src/job/dialects.ts'
import { jobAsked, jobName } from '../../src/job/name.ts'
import { readJob } from '../../src/job/read.ts'
import { providers } from '../../src/providers/index.ts'
import { kept } from '../usage/kept.ts'

const json = 'application/json'
const sse = 'text/event-stream'
const filling = 'x'.repeat(200_000)

const event = (type: string, status: string): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, response: { id: 'r', background: true, status } })}\n\n`

describe('a job in an answer', () => {
  test('is the last one that its stream told of', () => {
    const { response } = jobDialects
    const cut = event('response.created', 'queued') + event('response.in_progress', 'in_progress')
    const text =
      'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"a"}\n\n'
    expect(readJob(kept(cut + text, sse), response)).toEqual({ id: 'r', state: 'running' })
    const whole = cut + text + event('response.completed', 'completed')
    expect(readJob(kept(whole, sse), response)).toEqual({ id: 'r', state: 'done' })
    const long = cut + text.repeat(3_000) + event('response.failed', 'failed')
    expect(readJob(kept(long, sse), response)).toEqual({ id: 'r', state: 'failed' })
  })

  test.each([
    ['response', { id: 'r', status: 'queued', instructions: filling }, { id: 'r', state: 'running' }],
    [
      'prediction',
      { id: 'p', input: { image: filling }, status: 'processing' },
      { id: 'p', state: 'running' },
    ],
    [
      'prediction',
      { id: 'p', input: { status: 'failed', image: filling }, status: 'succeeded' },
      { id: 'p', state: 'done' },
    ],
    [
      'async-completion',
      { id: 'a', response: { text: filling }, status: 'COMPLETED' },
      { id: 'a', state: 'done' },
    ],
    [
      'operation',
      { name: 'models/v/operations/o', done: true, response: { videos: [filling] } },
      { id: 'o', state: 'done' },
    ],
    ['response', { instructions: filling, id: 'r', output: filling }, null],
  ] as const)('is found in what is kept of a large one, %s', (name, body, job) => {
    expect(readJob(kept(JSON.stringify(body), json, { head: 16_384 }), jobDialects[name])).toEqual(job)
  })

  test.each([
    ['', json],
    ['{"id":"r","sta', json],
    ['<html>', 'text/html'],
    ['data: {"type":"response.created"', sse],
  ])('is none in %j', (text, type) => {
    expect(readJob(kept(text, type), jobDialects.response)).toBeNull()
  })
})

describe('the name of a job', () => {
  test('has its provider in it', () => {
    expect(jobName('lab', 'resp_1')).toBe('lab/resp_1')
  })

  test.each([
    ['responses/{id}', ['responses', 'resp_1'], 'resp_1'],
    ['responses/{id}/cancel', ['openai', 'v1', 'responses', 'resp_1', 'cancel'], 'resp_1'],
    ['responses/{id}/cancel', ['responses', 'resp_1', 'cancel', ''], 'resp_1'],
    ['{model=**}/requests/{id}/status', ['fal-ai', 'a', 'b', 'requests', 'f1', 'status'], 'f1'],
    ['models/{model}:fetchPredictOperation', ['models', 'veo:fetchPredictOperation'], null],
  ])('is found by %s in %j', (pattern, decoded, id) => {
    expect(jobAsked(pattern, decoded)).toBe(id)
  })

  test('is in the path of every read, or in what its answer can tell', () => {
    const unnamed = providers.flatMap(({ roots }) =>
      roots.flatMap(({ api }) =>
        api.filter(
          ({ path, job }) =>
            job &&
            'reads' in job &&
            !path.includes('{id}') &&
            job.each === undefined &&
            job.reads !== 'operation',
        ),
      ),
    )
    expect(unnamed).toEqual([])
  })

  test('can be given by every place where jobs begin', () => {
    const places = providers.flatMap(({ slug, roots }) =>
      roots.flatMap(({ api }) =>
        api.flatMap(({ job }) =>
          job && 'begins' in job && job.again === undefined ? [{ slug, name: job.begins, api }] : [],
        ),
      ),
    )
    const deaf = places.filter(
      ({ name, api }) =>
        jobDialects[name].body === undefined ||
        !api.some(({ job }) => job && 'reads' in job && job.reads.startsWith(name.replace(/-.*/, ''))),
    )
    expect(deaf.map(({ slug, name }) => `${slug} ${name}`)).toEqual([])
  })
})
