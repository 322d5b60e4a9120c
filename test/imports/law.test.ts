import { expect, test } from 'vitest'
import { breaches, circleOf, importsOf, type Law, literalsWith, naming, resolved } from './law.ts'

const law: Law = {
  stages: { first: [], second: ['first', 'type third/shape.ts'], third: ['first/one.ts'], 'app.ts': ['*'] },
  packages: { hono: ['app.ts'], 'node:*': ['third'] },
}

function breachesOf(path: string, ...lines: string[]): string[] {
  return breaches([{ path, text: lines.join('\n') }], law)
}

test('an import of an earlier stage, of its own folder and of anything by the top keeps the law', () => {
  expect(breachesOf('second/a.ts', "import { a } from '../first/a.ts'", "import './b.ts'")).toEqual([])
  expect(breachesOf('app.ts', "import { a } from './third/a.ts'", "import { Hono } from 'hono'")).toEqual([])
})

test('an import of a later stage breaks it, however it is written', () => {
  const breach = ['first/a.ts may not import second/a.ts']
  expect(breachesOf('first/a.ts', "import { a } from '../second/a.ts'")).toEqual(breach)
  expect(breachesOf('first/a.ts', "import type { A } from '../second/a.ts'")).toEqual(breach)
  expect(breachesOf('first/a.ts', "import * as a from '../second/a.ts'")).toEqual(breach)
  expect(breachesOf('first/a.ts', "import '../second/a.ts'")).toEqual(breach)
  expect(breachesOf('first/a.ts', "export { a } from '../second/a.ts'")).toEqual(breach)
  expect(breachesOf('first/a.ts', "export * from '../second/a.ts'")).toEqual(breach)
  expect(breachesOf('first/deep/a.ts', 'import {', '  a,', "} from '../../second/a.ts'")).toEqual(
    breach.map((text) => text.replace('first/', 'first/deep/')),
  )
  expect(breachesOf('first/a.ts', "const a = await import('../second/a.ts')")).toEqual(breach)
})

test('a stage that may import one file may not import its neighbour', () => {
  expect(breachesOf('third/a.ts', "import { a } from '../first/one.ts'")).toEqual([])
  expect(breachesOf('third/a.ts', "import { a } from '../first/two.ts'")).toEqual([
    'third/a.ts may not import first/two.ts',
  ])
})

test('a shape may be shared where a value may not', () => {
  const [types, inline, mixed, value] = [
    "import type { A } from '../third/shape.ts'",
    "import { type A, type B } from '../third/shape.ts'",
    "import { type A, b } from '../third/shape.ts'",
    "import b, { type A } from '../third/shape.ts'",
  ]
  expect(breachesOf('second/a.ts', types, inline)).toEqual([])
  const breach = 'second/a.ts may import third/shape.ts for its types only'
  expect(breachesOf('second/a.ts', mixed, value)).toEqual([breach, breach])
})

test('a package belongs to those whom the law names', () => {
  expect(breachesOf('third/a.ts', "import { join } from 'node:path'")).toEqual([])
  expect(breachesOf('first/a.ts', "import { join } from 'node:path'", "import left from 'left-pad'")).toEqual(
    ['first/a.ts may not import the package node:path', 'first/a.ts may not import the package left-pad'],
  )
})

test('a file of no known stage breaks the law', () => {
  expect(breachesOf('fourth/a.ts')).toEqual(['fourth/a.ts: the law knows no stage fourth'])
})

test('comments and texts are no imports', () => {
  const text =
    "// import '../second/a.ts'\n/*\nimport '../second/a.ts'\n*/\nconst a = \"import '../second/a.ts'\""
  expect(importsOf(text)).toEqual([])
})

test('a path is resolved from the file that imports it', () => {
  expect(resolved('a/b/c.ts', '../../d/e.ts')).toBe('d/e.ts')
  expect(resolved('a.ts', './d/e.ts')).toBe('d/e.ts')
})

test('a circle is found, and told from two ways to one file', () => {
  const diamond = [
    { path: 'a.ts', text: "import './b.ts'\nimport './c.ts'" },
    { path: 'b.ts', text: "import './d.ts'" },
    { path: 'c.ts', text: "import './d.ts'" },
    { path: 'd.ts', text: '' },
  ]
  expect(circleOf(diamond)).toBeNull()
  const closed = [...diamond.slice(0, 3), { path: 'd.ts', text: "import type { A } from './b.ts'" }]
  expect(circleOf(closed)).toEqual(['b.ts', 'd.ts', 'b.ts'])
})

test('a word is found in code, not in comments', () => {
  const sources = [
    { path: 'first/a.ts', text: 'function a(kv: KVNamespace) {}' },
    { path: 'first/b.ts', text: '// a KVNamespace\n/** KVNamespace */' },
    { path: 'app.ts', text: 'type A = KVNamespace' },
  ]
  expect(naming(sources, /\bKVNamespace\b/, ['app.ts'])).toEqual(['first/a.ts names KVNamespace'])
})

test('a provider’s name in quotes is found, whole words only', () => {
  const text = "if (slug === 'groq') go(`/groq/v1`)\nconst field = 'x_groq'\nimport { groq } from './groq.ts'"
  expect(literalsWith([{ path: 'a.ts', text }], new Set(['groq']))).toEqual(['a.ts: groq', 'a.ts: /groq/v1'])
})
