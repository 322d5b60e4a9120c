import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPages } from '../../src/cli/page-bundle.ts'
import { pagePaths, servePage } from '../../src/page-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'))
  await buildPages(folder)
})
afterAll(() => rm(folder, { recursive: true }))

describe('the bundle of the pages', () => {
  test('is at most 60 KB, all files of both pages, as gzip sends them', async () => {
    const files = await readdir(folder)
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(await readFile(join(folder, file))).length),
    )
    expect(files.toSorted()).toEqual([
      'dashboard.html',
      'dashboard.js',
      'home.html',
      'home.js',
      'pages.css',
      'shared.js',
    ])
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60 * 1024)
  })

  test('has a file for every path that is served, and no name of another host', async () => {
    const fetch = async ({ url }: Request): Promise<Response> =>
      new Response(await readFile(join(folder, new URL(url).pathname)))
    const served = await Promise.all(
      pagePaths.map((path) => servePage(new Request(`https://tollgate.test${path}`), { fetch })),
    )
    expect(served.map((answer) => answer?.status)).toEqual(pagePaths.map(() => 200))
    const loaded = /(?:src|href)="(?!data:,)([^"]*)"|@import|url\((?!data:)/g
    const documents = await Promise.all(
      ['home.html', 'dashboard.html', 'pages.css'].map((file) => readFile(join(folder, file), 'utf8')),
    )
    const named = documents.flatMap((text) =>
      Array.from(text.matchAll(loaded), (match) => match[1] ?? match[0]),
    )
    expect([...new Set(named)].sort()).toEqual([
      '#main',
      '/',
      '/dashboard',
      '/dashboard/dashboard.js',
      '/dashboard/home.js',
      '/dashboard/pages.css',
    ])
  })
})
