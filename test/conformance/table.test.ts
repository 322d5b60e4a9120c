import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { clients } from './clients.ts'
import { tableIn, tableOf, withTable } from './table.ts'
import { installedVersions } from './versions.ts'

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8')
const firstCell = (line: string) => line.split(' | ')[0]

describe('the table of clients', () => {
  test('has a line a client, ✓ where a test proved it, words where something differs, else nothing', () => {
    const results = {
      groq: { text: '✓', errors: 'never thrown' },
      openai: { text: '✓' },
    }
    expect(tableOf(results, { openai: '7.57.0', 'groq-sdk': '1.6.0' }).split('\n')).toEqual([
      '| client | text | stream | tools | structured output | images in | images out | audio | errors | Claude as a chat |',
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
      '| `openai` 7.57.0 | ✓ |  |  |  |  |  |  |  |  |',
      '| `groq-sdk` 1.6.0 | ✓ |  |  |  |  |  |  | never thrown |  |',
    ])
  })

  test('names what an alias stands for', () => {
    const lines = tableOf({ 'genai-2': {}, 'ai-google': {} }, { '@google/genai-2': '2.32.0', ai: '7.0.0' })
    expect(lines.split('\n').slice(2).map(firstCell)).toEqual([
      '| `@google/genai` 2.32.0',
      '| `ai` 7.0.0 with `@ai-sdk/google` ?',
    ])
  })

  test('replaces what stands between its marks, and nothing else', () => {
    const text = 'a\n<!-- conformance -->\n| old |\n<!-- /conformance -->\nb'
    const written = withTable(text, '| new |')
    expect(written).toBe('a\n<!-- conformance -->\n\n| new |\n\n<!-- /conformance -->\nb')
    expect(tableIn(written)).toEqual(['| new |'])
    expect(() => withTable('no marks', '')).toThrow('the README has no <!-- conformance -->')
  })

  const collecting = process.env['CONFORMANCE_RESULTS'] !== undefined
  test.skipIf(collecting)('in the README has every client in its installed version', () => {
    const all = Object.fromEntries(Object.keys(clients).map((client) => [client, {}]))
    const expected = tableOf(all, installedVersions()).split('\n')
    expect(tableIn(readme).map(firstCell), 'run `npm run conformance`').toEqual(expected.map(firstCell))
  })
})
