import { describe, expect, test } from 'vitest'
import type { Mount } from '../../src/providers/custom.ts'
import { mayBeMounted, mountDoor } from '../../src/route/mount-door.ts'
import { readPath, type RequestPath } from '../../src/route/path.ts'
import { permitEndpoint, permitRequest } from '../../src/route/permit.ts'
import { findDestination } from '../../src/route/destination.ts'
import type { Route } from '../../src/route/route.ts'
import { upstreamUrl } from '../../src/rewrite/url.ts'
import {
  account,
  bodyOf,
  callerWith,
  destinationOf,
  destined,
  firstRoute,
  place,
  rules as noRules,
} from './journeys.ts'

const mj: Mount = {
  name: 'mj',
  gateway: 'custom-midjourney',
  dialect: null,
  prefix: 'mj',
  units: [{ method: 'POST', path: '/mj/submit/*', unit: 'image', usd: 0.04 }],
}
const fast: Mount = { ...mj, name: 'mj-fast', prefix: 'mj/fast', units: [] }
const lab: Mount = { name: 'lab', gateway: 'custom-vllm', dialect: 'openai', prefix: 'v1', units: [] }
const mounts = [mj, fast, lab]
const rules = { ...noRules, mounts }

function pathOf(target: string): RequestPath {
  const path = readPath(`https://tollgate.test${target}`)
  if (!path.ok) throw new Error(path.refusal.message)
  return path.value
}

function routeOf(line: string, body: unknown = null): Route | null {
  const [method = '', target = ''] = line.split(' ')
  const door = mountDoor(pathOf(target), place, mounts)
  const route = door && firstRoute(findDestination(door, method), body === null ? null : bodyOf(body), rules)
  if (route?.ok === false) throw new Error(route.refusal.message)
  return route?.value ?? null
}

/** Provider, the gateway's path, the ledger's endpoint, what the tables know of it, and what it costs. */
function summary(route: Route | null): unknown {
  if (!route) return null
  const url = upstreamUrl(route, '', { ...place, url: 'https://gateway.test/v1' })
  if (!url.ok) throw new Error(url.refusal.message)
  const below = url.value.pathname.slice(`/v1/${account}/default/`.length)
  const { provider, door, endpoint, charge } = route
  return [provider.slug, below, door.endpoint, endpoint?.usage ?? null, charge?.nanoUsd ?? null]
}

describe('a mount’s own door', () => {
  test.each([
    [
      'POST /mj/submit/imagine',
      ['mj', 'custom-midjourney/mj/submit/imagine', 'submit/imagine', null, 40_000_000],
    ],
    [
      'POST /MJ/Submit/Imagine',
      ['mj', 'custom-midjourney/mj/Submit/Imagine', 'Submit/Imagine', null, 40_000_000],
    ],
    ['GET /mj/task/1/fetch', ['mj', 'custom-midjourney/mj/task/1/fetch', 'task/1/fetch', null, 0]],
    ['GET /mj', ['mj', 'custom-midjourney/mj', '', null, 0]],
    ['POST /mj-fast/submit/x', ['mj-fast', 'custom-midjourney/mj/fast/submit/x', 'submit/x', null, null]],
    [
      'POST /lab/chat/completions',
      ['lab', 'custom-vllm/v1/chat/completions', 'chat/completions', 'openai-chat', null],
    ],
    ['POST /lab/tokenize', ['lab', 'custom-vllm/v1/tokenize', 'tokenize', null, null]],
    ['POST /custom-midjourney/mj/submit/imagine', null],
    ['POST /suno/submit/music', null],
    ['POST /constructor/x', null],
  ])('%s', (line, expected) => {
    expect(summary(routeOf(line))).toEqual(expected)
  })

  test('keeps its path inside', () => {
    const route = routeOf('GET /mj/a%2fb')
    expect(route && upstreamUrl(route, '', { ...place, url: 'https://gateway.test/v1' })).toEqual({
      ok: false,
      refusal: { reason: 'bad_path', message: 'The path has an encoded slash.' },
    })
  })
})

describe('a gateway’s URL of which only the host was changed', () => {
  const at = `/v1/${account}/default`
  test.each([
    [
      `POST ${at}/custom-midjourney/mj/submit/imagine`,
      ['mj', 'custom-midjourney/mj/submit/imagine', 'submit/imagine', null, 40_000_000],
    ],
    [
      `POST ${at}/custom-midjourney/mj/fast/submit/x`,
      ['mj-fast', 'custom-midjourney/mj/fast/submit/x', 'submit/x', null, null],
    ],
    [
      `POST ${at}/custom-vllm/v1/chat/completions`,
      ['lab', 'custom-vllm/v1/chat/completions', 'chat/completions', 'openai-chat', null],
    ],
    [`POST ${at}/custom-midjourney/other/submit`, null],
    [`POST ${at}/custom-midjourney`, null],
    [`POST ${at}/custom-other/mj/submit/imagine`, null],
    [`POST ${at}/mj/submit/imagine`, null],
    [`POST /v1/${account}/other/custom-vllm/v1/models`, null],
  ])('%s reaches what is mounted, by its prices', (line, expected) => {
    expect(summary(routeOf(line))).toEqual(expected)
  })
})

describe('a path of which only the configuration can tell', () => {
  test.each([
    ['/mj/submit/imagine', true],
    ['/MJ', true],
    ['/custom-midjourney/x', true],
    [`/v1/${account}/default/custom-midjourney/x`, true],
    [`/v1/${account}/default/nobody/x`, false],
    [`/v1/${account}/other/custom-midjourney/x`, false],
    ['/', false],
    ['/favicon.ico', false],
    ['/robots.txt', false],
    ['/xai/v1/chat/completions', false],
    ['/compat/embeddings', false],
    ['/api/key', false],
    ['/dashboard', false],
    ['/__proto__/x', false],
  ])('is %s: %s', (target, expected) => {
    expect([mayBeMounted(pathOf(target), place), destinationOf(`POST ${target}`)]).toEqual([expected, null])
  })
})

describe('a key at a mount’s door', () => {
  const known = (line: string, scopes: ('inference' | 'storage')[]): unknown => {
    const [method = '', target = ''] = line.split(' ')
    const door = mountDoor(pathOf(target), place, mounts)
    const permitted = door && permitEndpoint(callerWith({ scopes }), findDestination(door, method))
    return permitted?.ok === false ? permitted.refusal.details : permitted?.ok
  }

  test('needs `inference` for a path that no table knows, and what the table says for one that it knows', () => {
    expect(known('POST /mj/submit/imagine', ['inference'])).toBe(true)
    expect(known('POST /lab/tokenize', ['inference'])).toBe(true)
    expect(known('POST /mj/submit/imagine', ['storage'])).toEqual({ scope: 'inference' })
    expect(known('DELETE /lab/files/file-1', ['inference'])).toEqual({ scope: 'storage' })
  })

  test('with a list of models may look, and not leave the choice to the upstream', () => {
    const caller = callerWith({ models: ['lab/*'] })
    const may = (line: string, body: unknown = null): unknown => {
      const route = routeOf(line, body)
      const permitted =
        route && permitRequest(caller, route, line.split(' ')[0] ?? '', body === null ? null : bodyOf(body))
      return permitted?.ok === false ? permitted.refusal.reason : permitted?.ok
    }
    expect(may('GET /mj/task/1/fetch')).toBe(true)
    expect(may('POST /mj/submit/imagine')).toBe('model_not_allowed')
    expect(may('POST /lab/chat/completions', { model: 'llama-4' })).toBe(true)
  })
})

describe('a mount’s models on the OpenAI door', () => {
  function modelOf(model: string, more: object = {}): unknown {
    const route = firstRoute(destined('POST /v1/chat/completions'), bodyOf({ model }), { ...rules, ...more })
    if (!route.ok) return route.refusal
    return [...(summary(route.value) as unknown[]), route.value.upstreamModel]
  }
  const chat = ['lab', 'custom-vllm/v1/chat/completions', 'chat/completions', 'openai-chat', null]

  test('go by the mount’s name', () => {
    expect(modelOf('lab/meta/llama-4')).toEqual([...chat, 'meta/llama-4'])
    expect(modelOf('LAB/llama-4')).toEqual([...chat, 'llama-4'])
  })

  test('may be the default', () => {
    expect(modelOf('llama-4', { defaultProvider: 'lab' })).toEqual([...chat, null])
  })

  test('are pointed to their own door where the mount does not speak OpenAI', () => {
    expect(modelOf('mj/v7')).toEqual({
      reason: 'wrong_door',
      message: 'The model `mj/v7` is not served on this path. Send this to its own door, /mj/….',
      param: 'model',
    })
  })

  test('of a slug that is not mounted are nobody’s', () => {
    expect(modelOf('custom-vllm/llama-4')).toMatchObject({ reason: 'model_not_found' })
    expect(modelOf('lab/llama-4', { mounts: [] })).toMatchObject({ reason: 'model_not_found' })
  })
})
