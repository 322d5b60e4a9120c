import { describe, expect, test } from 'vitest'
import { tableInPart } from '../support/readme.ts'
import { boundsOf } from './bounds.ts'
import { furtherOf } from './further.ts'
import { figuresInMarkdown, withFigures } from './readme-part.ts'
import { sample } from './sample.ts'

describe('the figures in the README', () => {
  test('say when and where they were measured, and what of them is a ratio', () => {
    expect(figuresInMarkdown(sample).split('\n')[0]).toBe(
      'Measured on 2026-11-22 (2 cores of Example CPU, 8 GB, workerd 1.2.3, Node 24.0.0), all in one `workerd`, in turn, as medians of its rounds. What is in × is CPU (user + system of that `workerd`, local KV, D1 and Meter included) as a ratio, and much the same on any machine; ms, MB and requests a second are this machine’s own.',
    )
  })

  test('are a line a row, bounds first', () => {
    const lines = figuresInMarkdown(sample)
      .split('\n')
      .filter((line) => line.startsWith('|'))
    expect(lines).toHaveLength(boundsOf(sample).length + furtherOf(sample).length + 4)
    expect(lines.slice(0, 3)).toEqual([
      '| what | measured | bound |  |',
      '| --- | --- | --- | --- |',
      '| per streamed chunk, 2,000 chunks, usage asked for, against a Worker that only returns `fetch(request)` | 1.50 × | ≤ 2 | pass |',
    ])
    expect(lines.at(-1)).toBe('| the least, after a collection | 40 / 15 / – MB |  |')
  })

  test('replace those of another run, and nothing else', () => {
    const readme = 'before\n<!-- bench -->\n| old |\n<!-- /bench -->\nafter'
    const written = withFigures(readme, sample)
    expect(written).toBe(`before\n<!-- bench -->\n\n${figuresInMarkdown(sample)}\n\n<!-- /bench -->\nafter`)
    expect(withFigures(written, sample)).toBe(written)
    expect(tableInPart(written, 'bench')).toHaveLength(28)
    expect(() => withFigures('no marks', sample)).toThrow('the README has no <!-- bench -->')
  })
})
