import { describe, expect, test } from 'vitest'
import { aimed } from '../../src/route/aim.ts'
import type { Door } from '../../src/route/door.ts'
import { destined } from './journeys.ts'

const bare = destined('POST /fal').door

function aim(door: Door, target: string): unknown {
  const answer = aimed(door, new Headers({ 'x-fal-target-url': target }), '')
  if (!answer.ok) return answer.refusal.reason
  const { decoded, segments, endpoint, target: to } = answer.value
  return { decoded, segments, endpoint, to: to?.url }
}

describe('a request that names its target in a header', () => {
  test.each([
    ['https://fal.run/fal-ai/flux/dev', 'https://fal.run/fal-ai/flux/dev'],
    [
      'https://queue.fal.run/fal-ai/flux/dev?fal_webhook=https://a.b/c',
      'https://queue.fal.run/fal-ai/flux/dev?fal_webhook=https://a.b/c',
    ],
    ['HTTPS://Queue.FAL.run/fal-ai/flux/dev', 'https://queue.fal.run/fal-ai/flux/dev'],
    ['https://fal.run//fal-ai//flux/dev', 'https://fal.run//fal-ai//flux/dev'],
  ])('is for the path of %s', (target, to) => {
    const decoded = ['fal-ai', 'flux', 'dev']
    expect(aim(bare, target)).toEqual({ decoded, segments: [], endpoint: 'fal-ai/flux/dev', to })
  })

  test.each([
    'http://fal.run/a/b',
    'https://fal.run.evil.example/a/b',
    'https://evil.example/a/b',
    'https://evil.example/https://fal.run/a/b',
    'https://fal.run@evil.example/a/b',
    'https://user@fal.run/a/b',
    'https://user:password@fal.run/a/b',
    'https://fal.run:443/a/b',
    'https://fal.run:8443/a/b',
    'https://fal.run./a/b',
    'https://rest.fal.run/a/b',
    'https://fal.run',
    'https://fal.run?a/b',
    'https://fal.run\\@evil.example/a/b',
    'https://fal.run/a\\b',
    'https://fal.run/a/b#c',
    'https://ｆal.run/a/b',
    'https:/fal.run/a/b',
    'https:fal.run/a/b',
    '//fal.run/a/b',
    'fal.run/a/b',
    '',
  ])('is refused for %j', (target) => {
    expect(aim(bare, encodeURI(target).replaceAll('%5C', '\\'))).toBe('bad_request')
  })

  test.each([
    'https://fal.run/a/../storage/b',
    'https://fal.run/a/%2e%2e/b',
    'https://fal.run/a/%252e%252e/b',
    'https://fal.run/a%5Cb',
    'https://fal.run/a/%00',
    'https://fal.run/a%zz',
  ])('is refused for a path that climbs, %j', (target) => {
    expect(aim(bare, target)).toBe('bad_path')
  })

  test('and has a path of its own goes there, and the header nowhere', () => {
    const { door } = destined('POST /fal/fal-ai/other')
    expect(aim(door, 'https://fal.run/fal-ai/flux/dev')).toEqual({
      decoded: ['fal-ai', 'other'],
      segments: ['fal-ai', 'other'],
      endpoint: 'fal-ai/other',
      to: undefined,
    })
    expect(aim(door, 'https://evil.example/')).toBe('bad_request')
  })

  test.each([
    ['GET', 'requests/f1', '', 'requests/f1'],
    ['GET', 'requests/f1/status', 'logs=1&key=tg-secret', 'requests/f1/status?logs=1'],
    ['GET', 'requests/f1/status/stream', '', 'requests/f1/status/stream'],
    ['PUT', 'requests/f1/cancel', 'Key=tg-secret', 'requests/f1/cancel'],
  ])(
    'is for the queue without it, where it asks after what waits there: %s %s?%s',
    (method, path, query, to) => {
      const { door } = destined(`${method} /fal/fal-ai/flux/${path}`)
      expect(aimed(door, new Headers(), query)).toEqual({
        ok: true,
        value: {
          ...door,
          segments: [],
          target: { header: 'x-fal-target-url', url: `https://queue.fal.run/fal-ai/flux/${to}` },
        },
      })
    },
  )

  test.each(['fal-ai/flux/dev', 'fal-ai/requests', 'fal-ai/flux/requests/f1/other'])(
    'is where the gateway goes for the path %s',
    (path) => {
      const { door } = destined(`POST /fal/${path}`)
      expect(aimed(door, new Headers(), '')).toEqual({ ok: true, value: door })
    },
  )

  test('is as any other at the doors of those who have no such header', () => {
    const { door } = destined('POST /groq/chat/completions')
    expect(aimed(door, new Headers({ 'x-fal-target-url': 'https://evil.example/' }), '')).toEqual({
      ok: true,
      value: door,
    })
    expect(aimed(bare, new Headers(), '')).toEqual({ ok: true, value: bare })
  })
})
