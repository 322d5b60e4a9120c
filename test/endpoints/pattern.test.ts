import { describe, expect, test } from 'vitest'
import { type Endpoint, matchEndpoint } from '../../src/endpoints/endpoint.ts'

function parts(pattern: string, path: string): unknown {
  const row: Endpoint = { method: 'POST', path: pattern, scope: 'inference', usage: 'none' }
  const match = matchEndpoint([row], 'POST', path)
  return match && { ...match.params }
}

describe('a path pattern with a part of several segments', () => {
  test.each([
    ['model/{model=**}/invoke', 'model/m:0/invoke', { model: 'm:0' }],
    ['model/{model=**}/invoke', 'model/arn:aws:x/y/invoke', { model: 'arn:aws:x/y' }],
    ['model/{model=**}/invoke', 'model/invoke', null],
    ['model/{model=**}/invoke', 'model//invoke', null],
    ['model/{model=**}/invoke', 'model/m/invoke/more', null],
    ['{model=@cf/**}', '@cf/meta/llama', { model: '@cf/meta/llama' }],
    ['{model=@cf/**}', 'x/@cf/meta', null],
    ['{model=@cf/**}', '@cf/', null],
    ['models/{model=*/*}/predictions', 'models/a/b/predictions', { model: 'a/b' }],
    ['models/{model=*/*}/predictions', 'models/a/b/c/predictions', null],
    ['{model=*/**}', 'fal-ai/flux/dev', { model: 'fal-ai/flux/dev' }],
    ['{model=*/**}', 'fal-ai', null],
    ['a.b/{model=v1.*}', 'a.b/v1.x', { model: 'v1.x' }],
    ['a.b/{model=v1.*}', 'axb/v1.x', null],
    ['a.b/{model=v1.*}', 'a.b/v1-x', null],
    ['{model=*}/*', 'a/b/c', { model: 'a' }],
  ])('%s takes %s for %j', (pattern, path, expected) => {
    expect(parts(pattern, path)).toEqual(expected)
  })
})

test.each([
  ['queue=true', true],
  ['queue=false&queue=true', true],
  ['%71ueue=true', true],
  ['?queue=true', false],
  ['queue=1', false],
  ['', false],
])('a row that the query has to ask for is meant by %j: %s', (query, meant) => {
  const row: Endpoint = {
    method: 'POST',
    path: 'run',
    query: { name: 'queue', value: 'true' },
    scope: 'inference',
    usage: 'none',
  }
  expect(matchEndpoint([row], 'POST', 'run', query) !== null).toBe(meant)
})
