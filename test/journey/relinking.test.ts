import { expect, test } from 'vitest'
import { relinkingOf } from '../../src/journey/relinking.ts'
import { routed } from '../route/journeys.ts'

const url = 'https://tollgate.test/any?path'
const from = 'https://api.anthropic.com/'

test.each([
  ['POST /v1/messages/batches', '/'],
  ['GET /v1/messages/batches', '/'],
  ['GET /v1/messages/batches/msgbatch_1', '/'],
  ['POST /v1/messages/batches/msgbatch_1/cancel', '/'],
  ['GET /anthropic/v1/messages/batches/msgbatch_1', '/anthropic/'],
])('%s names its results below %s', (line, place) => {
  expect(relinkingOf(routed(line, {}), url)).toEqual({
    members: ['results_url'],
    from,
    to: `https://tollgate.test${place}`,
  })
})

test.each([
  'GET /v1/messages/batches/msgbatch_1/results',
  'POST /v1/messages',
  'GET /v1/batches/batch_1',
  'GET /deepseek/anthropic/v1/messages/batches/msgbatch_1',
])('%s is answered as it is', (line) => {
  expect(relinkingOf(routed(line, { model: 'claude-haiku-4-5' }), url)).toBeNull()
})
