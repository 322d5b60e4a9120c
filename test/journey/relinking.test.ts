import { describe, expect, test } from 'vitest'
import { relinkingOf } from '../../src/journey/relinking.ts'
import { aimed } from '../../src/route/aim.ts'
import { type Route, routeTo } from '../../src/route/route.ts'
import { findDestination } from '../../src/route/destination.ts'
import { destined, routed } from '../route/journeys.ts'

const url = 'https://tollgate.test/any?path'
const here = 'https://tollgate.test'

describe('Anthropic', () => {
  const from = 'https://api.anthropic.com/'

  test.each([
    ['POST /v1/messages/batches', '/'],
    ['GET /v1/messages/batches', '/'],
    ['GET /v1/messages/batches/msgbatch_1', '/'],
    ['POST /v1/messages/batches/msgbatch_1/cancel', '/'],
    ['GET /anthropic/v1/messages/batches/msgbatch_1', '/anthropic/'],
  ])('%s names its results below %s', (line, place) => {
    const places = [{ from, to: `${here}${place}` }]
    expect(relinkingOf(routed(line, {}), url)).toEqual({ members: ['results_url'], places })
  })
})

describe('OpenRouter', () => {
  const places = [
    { from: 'https://openrouter.ai/api/', to: `${here}/openrouter/` },
    { from: '/api/', to: '/openrouter/' },
  ]
  const members = ['polling_url', 'unsigned_urls']

  test.each(['POST /openrouter/v1/videos', 'POST /openrouter/api/v1/videos', 'GET /openrouter/v1/videos/v1'])(
    '%s says where a video is asked after, and read',
    (line) => expect(relinkingOf(routed(line, {}), url)).toEqual({ members, places }),
  )

  test('on a door where the model decides, names its own door: elsewhere a video’s id would be another’s', () => {
    const { endpoint, provider } = routed('POST /openrouter/v1/videos', {})
    const { door } = destined('POST /v1/videos')
    expect(relinkingOf({ door, endpoint, provider }, url)).toEqual({ members, places })
  })
})

describe('Replicate', () => {
  const members = ['get', 'cancel', 'next', 'previous']
  const places = [{ from: 'https://api.replicate.com/', to: `${here}/replicate/` }]

  test.each([
    'POST /replicate/v1/predictions',
    'POST /replicate/v1/models/meta/llama-4/predictions',
    'GET /replicate/v1/predictions/p1',
    'GET /replicate/v1/predictions',
    'GET /replicate/v1/models',
    'GET /replicate/v1/trainings/t1',
  ])('%s says where it is asked after, and where the next page is', (line) => {
    expect(relinkingOf(routed(line, {}), url)).toEqual({ members, places })
  })
})

describe('fal', () => {
  const members = ['status_url', 'response_url', 'cancel_url']
  const places = [{ from: 'https://queue.fal.run/', to: `${here}/fal/` }]

  function aimedAt(line: string, target: string | null): Route {
    const [method = ''] = line.split(' ')
    const { door, provider } = destined(line)
    const headers = new Headers(target === null ? {} : { 'x-fal-target-url': target })
    const aim = aimed(door, headers, '')
    if (!aim.ok || provider === null) throw new Error('no such door')
    return routeTo(findDestination(aim.value, method), provider, null)
  }

  test.each([
    ['POST /fal', 'https://queue.fal.run/fal-ai/flux/dev'],
    ['GET /fal', 'https://queue.fal.run/fal-ai/flux/requests/f1/status'],
    ['GET /fal/fal-ai/flux/requests/f1/status', null],
  ])('%s at %s says where a place in the queue is asked after', (line, target) => {
    expect(relinkingOf(aimedAt(line, target), url)).toEqual({ members, places })
  })

  test.each([
    ['POST /fal', 'https://fal.run/fal-ai/flux/dev'],
    ['POST /fal/fal-ai/flux/dev', null],
    ['GET /fal/fal-ai/flux/requests/f1', null],
  ])('%s at %s is answered as it is: that is a model’s', (line, target) => {
    expect(relinkingOf(aimedAt(line, target), url)).toBeNull()
  })
})

test.each([
  'GET /v1/messages/batches/msgbatch_1/results',
  'POST /v1/messages',
  'GET /v1/batches/batch_1',
  'GET /deepseek/anthropic/v1/messages/batches/msgbatch_1',
  'POST /replicate/v1/files',
  'GET /replicate/v1/files/f1',
])('%s is answered as it is', (line) => {
  expect(relinkingOf(routed(line, { model: 'claude-haiku-4-5' }), url)).toBeNull()
})
