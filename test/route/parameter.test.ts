import { expect, test } from 'vitest'
import { readParameter } from '../../src/route/parameter.ts'
import { routeOf } from './journeys.ts'

test.each([
  ['', null],
  ['other=1&remodel=x&model_id=y', null],
  ['a=1&model=nova-3', 'nova-3'],
  ['model=nova%2D3', 'nova-3'],
  ['model=', ''],
])('of `%s` the model is %j', (query, value) => {
  expect(readParameter(query, 'model')).toEqual({ ok: true, value })
})

test.each([
  'model=a&model=b',
  'model=a&Model=b',
  'Model=b',
  'model[]=b',
  'model=a&MODEL%5B0%5D=b',
  '%6Dodel=a&mode%4C=b',
  'model+=b',
])('`%s` could be read in two ways', (query) => {
  expect(readParameter(query, 'model')).toMatchObject({
    ok: false,
    refusal: { reason: 'bad_request', param: 'model' },
  })
})

test('a model in the query is read where the table says so, in one spelling', () => {
  const told = ['model=nova-3', 'model=nova-3&Model=nova-2', 'Model=nova-2'].map((query) => {
    const route = routeOf(`POST /deepgram/v1/listen?${query}`, null)
    return route.ok ? route.value.model : route.refusal.reason
  })
  expect(told).toEqual(['nova-3', 'bad_request', 'bad_request'])
})
