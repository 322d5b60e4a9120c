import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { cuts } from '../../../usage/kept.ts'
import {
  chunk,
  context,
  done,
  end,
  first,
  piece,
  sse,
  toldSoFar,
  translated,
  translatedPieces,
  usage,
} from './streams.ts'

const folder = fileURLToPath(new URL('../../../fixtures/answers/', import.meta.url).href)
const recorded = globSync('{openai,groq,mistral,openrouter,xai,perplexity,gemini-openai}-chat/*.sse', {
  cwd: folder,
}).map((path): [string, string] => [path, readFileSync(`${folder}${path}`, 'utf8')])
const everything = [
  first,
  chunk({ reasoning_content: 'Zwölf 😀' }),
  chunk({ content: 'Größe\n\n' }),
  chunk({ content: '“😀”' }),
  chunk({ content: '\\"' }),
  piece(0, '', { id: 'call_1', name: 'weather' }),
  piece(1, '{"zone"', { id: 'call_2', name: 'clock' }),
  piece(0, '{"city":"Zürich\\n"}'),
  piece(1, ':1}'),
]
const made: [string, string][] = [
  ['everything', sse(...everything, end('tool_calls'), usage(), done)],
  ['no sentinel', sse(...everything, end('tool_calls'), usage())],
  ['an error', sse(...everything, { error: { message: 'Größe' } })],
  ['nothing at its end', sse(...everything)],
]
const ways: [string, (stream: string) => string][] = [
  ['as it is', (stream) => stream],
  ['with CRLF', (stream) => stream.replaceAll(/\r?\n/g, '\r\n')],
  ['with CR', (stream) => stream.replaceAll(/\r?\n/g, '\r')],
  [
    'with blank lines and comments in events',
    (stream) => stream.replaceAll(/^data:/gm, '\n\n: größer\nid: 7\nretry: 3\ndata:'),
  ],
  ['with a byte order mark and no spaces', (stream) => `\uFEFF${stream.replaceAll('data: ', 'data:')}`],
  ['with padded data', (stream) => stream.replaceAll(/\}(\r?)$/gm, '}   $1')],
]
const rows = [...recorded, ...made].flatMap(([name, stream]) =>
  ways.map(([way, change]): [string, string, string, string] => [name, way, stream, change(stream)]),
)

describe('a chat stream', () => {
  test.each(rows)(
    'of %s, %s, is the same message however its bytes are cut',
    (_name, _way, stream, changed) => {
      const whole = translated(stream)
      const { length } = new TextEncoder().encode(changed)
      for (const pieceLength of [1, 2, 3, 7, 64, length]) {
        expect(translated(changed, context, pieceLength)).toEqual(whole)
      }
    },
  )

  test.each([...recorded, ...made])(
    'of %s is the same message when it is cut once, at any byte',
    (_name, stream) => {
      const whole = translated(stream)
      const bytes = new TextEncoder().encode(stream)
      for (const cut of cuts(bytes.length - 1)) {
        expect(translatedPieces([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole)
      }
    },
  )
})

describe('an event of a chat stream', () => {
  test('that does not end fails the stream at 8 MB', () => {
    const long = `data: {"choices":[{"delta":{"content":"${'x'.repeat(8 * 1024 * 1024)}`
    expect(toldSoFar(first, long).slice(1)).toEqual([
      {
        type: 'error',
        error: {
          type: 'api_error',
          message: 'an event of the upstream’s stream is too long',
          code: null,
          param: null,
        },
        request_id: 'r1',
      },
    ])
  })
})
