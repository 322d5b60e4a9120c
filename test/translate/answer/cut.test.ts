import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createStreamTranslator } from '../../../src/translate/answer/stream.ts'
import { createSseTranslator } from '../../../src/translate/sse-translator.ts'
import { block, call, chunksOf, context, end, error, ping, sse, start, text, translated } from './streams.ts'

const folder = fileURLToPath(new URL('../../fixtures/answers/', import.meta.url).href)
const recorded = globSync('*-messages/*.sse', { cwd: folder }).map((path): [string, string] => [
  path,
  readFileSync(`${folder}${path}`, 'utf8'),
])
const thinking = block(
  0,
  { type: 'thinking', thinking: '', signature: '' },
  { type: 'thinking_delta', thinking: 'Zwölf 😀' },
  { type: 'signature_delta', signature: 'EqQB' },
)
const everything = [
  start(),
  ping,
  ...thinking,
  ...text(1, 'Größe\n\n', '“😀”', '\\"'),
  ...call(2, 'toolu_1', 'weather', '{"city":', '"Zürich\\n"}'),
  ...call(3, 'toolu_2', 'clock'),
]
const made: [string, string][] = [
  ['everything', sse([...everything, ...end('tool_use')])],
  ['an error', sse([...everything, error('api_error', 'Größe')])],
  ['nothing at its end', sse(everything)],
]
const ways: [string, (stream: string) => string][] = [
  ['as it is', (stream) => stream],
  ['with CRLF', (stream) => stream.replaceAll('\n', '\r\n')],
  ['with CR', (stream) => stream.replaceAll('\n', '\r')],
  ['with comments and blank lines', (stream) => stream.replaceAll('\n\n', '\n: größer\n\n\n: on\n\n')],
  [
    'with a byte order mark and ids',
    (stream) => `\uFEFF${stream.replaceAll('data: ', 'id: 7\nretry: 3\ndata:')}`,
  ],
  ['with padded data', (stream) => stream.replaceAll(/\}$/gm, '}   ')],
]

const rows = [...recorded, ...made].flatMap(([name, stream]) =>
  ways.map(([way, change]): [string, string, string, string] => [name, way, stream, change(stream)]),
)

describe('a stream', () => {
  test.each(rows)('of %s, %s, is the same however its bytes are cut', (_name, _way, stream, changed) => {
    const whole = translated(stream, { ...context, includeUsage: true })
    const { length } = new TextEncoder().encode(changed)
    for (const pieceLength of [1, 2, 3, 7, 64, length]) {
      expect(translated(changed, { ...context, includeUsage: true }, pieceLength)).toEqual(whole)
    }
  })

  test.each(made)('of %s is the same when it is cut once, at any byte', (_name, stream) => {
    const whole = translated(stream)
    const bytes = new TextEncoder().encode(stream)
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const translator = createSseTranslator(createStreamTranslator(context))
      const parts = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => translator.push(part))
      const told = parts.map((part) => (part ? new TextDecoder().decode(part) : '')).join('')
      expect({ text: told, state: translator.state() }).toEqual(whole)
    }
  })
})

describe('an event', () => {
  const long = 'x'.repeat(3 * 1024 * 1024)

  test('of some megabytes is told whole', () => {
    const stream = sse([
      start(),
      ...call(0, 'toolu_1', 'write', JSON.stringify({ long })),
      ...end('tool_use'),
    ])
    const { text: told, state } = translated(stream, context, 4_096)
    const texts = chunksOf(told).map((chunk) => JSON.stringify(chunk))
    expect(state).toBe('complete')
    expect(texts.filter((chunk) => chunk.includes(long))).toHaveLength(1)
  })

  test('that does not end fails the stream at 8 MB', () => {
    const stream = `${sse([start()])}event: content_block_delta\ndata: ${long}${long}${long}`
    const { text: told, state } = translated(stream, context, 64 * 1024)
    expect(state).toBe('failed')
    expect(chunksOf(told).slice(1)).toEqual([
      {
        error: {
          message: 'an event of the upstream’s stream is too long',
          type: 'server_error',
          param: null,
          code: null,
        },
      },
    ])
  })
})
