import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mount } from '../../src/providers/custom.ts'
import { providers } from '../../src/providers/index.ts'
import { aimed } from '../../src/route/aim.ts'
import { findDestination } from '../../src/route/destination.ts'
import { mountDoor } from '../../src/route/mount-door.ts'
import { readPath } from '../../src/route/path.ts'
import { routeTo } from '../../src/route/route.ts'
import { upstreamUrl } from '../../src/rewrite/url.ts'
import { clear, send, went } from '../proxy/stage.ts'
import { account, place } from '../route/journeys.ts'
import { gateway } from '../rewrite/sources.ts'
import { stubPipes, unstubPipes } from './node-pipes.ts'
import { cases } from './runs.ts'
import { anyKey, asked, path, query } from './ways-in.ts'

function roots(): string[] {
  return providers.map(
    ({ slug, gateway: other }) => `${gateway.url}/${account}/${place.gateway}/${other ?? slug}/`,
  )
}

beforeAll(stubPipes)
afterAll(unstubPipes)

describe('fuzz: the way of a request', () => {
  test('ends in this gateway, below a provider of it, and its key stays here', async () => {
    const prefixes = roots()
    await fc.assert(
      fc.asyncProperty(asked, async ({ method, path, parameters, headers, carriers, body }) => {
        clear()
        const query = [...parameters, ...carriers.flatMap(({ parameter }) => parameter ?? [])].join('&')
        const own = method === 'POST' ? { body } : {}
        const all: Record<string, string> = Object.assign(
          {},
          ...headers,
          ...carriers.map(({ headers }) => headers),
        )
        const response = await send(`${method} ${path}${query === '' ? '' : `?${query}`}`, {
          ...own,
          key: null,
          headers: all,
        })
        expect(response.status).toBeLessThan(600)
        expect([500, 501]).not.toContain(response.status)
        for (const [href, init] of went) {
          const url = new URL(href)
          expect(prefixes.some((prefix) => href.startsWith(prefix))).toBe(true)
          expect(
            decodeURIComponent(url.pathname.replaceAll(/%(?![\da-f]{2})|%ff|%c0%ae/gi, '')).split(/[/\\]/),
          ).not.toContain('..')
          expect(href).not.toMatch(anyKey)
          for (const [name, value] of new Headers(init.headers))
            expect([name, value]).not.toEqual([name, expect.stringMatching(anyKey)])
        }
      }),
      cases(2),
    )
  })

  test('of a custom provider stays below its own prefix', () => {
    const mounts: readonly Mount[] = [
      { name: 'lab', gateway: 'custom-vllm', dialect: 'openai', prefix: 'api/v1', units: [] },
      { name: 'mj', gateway: 'custom-midjourney', dialect: null, prefix: 'mj', units: [] },
      { name: 'bare', gateway: 'custom-vllm', dialect: null, prefix: '', units: [] },
    ]
    const start = fc.constantFrom(
      'lab',
      'mj',
      'bare',
      'LAB',
      `v1/${account}/default/custom-vllm/api/v1`,
      `v1/${account}/default/custom-midjourney/mj`,
      `v1/${account}/default/custom-vllm`,
      `v1/${account}/other/custom-vllm`,
    )
    fc.assert(
      fc.property(start, path, query, (start, path, query) => {
        const read = readPath(`https://tollgate.test/${start}${path}${query}`)
        if (!read.ok) return
        const door = mountDoor(read.value, place, mounts)
        const aim = door && aimed(door, new Headers(), '')
        if (!aim?.ok || aim.value.provider === null) return
        const { provider } = aim.value
        const route = routeTo(findDestination(aim.value, 'POST', read.value.query), provider, null)
        const made = upstreamUrl(route, read.value.query, gateway)
        if (!made.ok) return
        const below = [provider.gateway, provider.prefix].filter((part) => part !== undefined && part !== '')
        expect(made.value.href.startsWith(`${gateway.url}/${account}/default/${below.join('/')}`)).toBe(true)
        expect(made.value.pathname.toLowerCase()).not.toMatch(
          /(?:\/|%2f|\\|%5c)(?:\.|%2e){2}(?:\/|%2f|\\|%5c|$)/,
        )
      }),
      cases(2),
    )
  })
})
