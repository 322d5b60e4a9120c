import { array, assert, boolean, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainText } from '../../../../src/translate/messages/answer/plain-text.ts'
import { chunk, done, end, first, sse, told } from './streams.ts'

const marks = ['"usage":{']

/** The texts that each chunk is known for, when all before it were read. */
function known(chunks: readonly object[]): (string | null)[] {
  const plain = plainText(marks)
  return chunks.map((any) => {
    const data = JSON.stringify(any)
    const text = plain.textIn(data)
    const { choices } = any as { choices: { delta: { content?: unknown } }[] }
    if (text === null) plain.learn(data, choices[0]?.delta.content)
    return text
  })
}

describe('a chunk of plain text', () => {
  test('is known by the one before it, escapes and all', () => {
    const contents = ['Hi', ' “you”', '\\"}],', '\u0001\n', '😀', '\ud83d']
    expect(known(contents.map((content) => chunk({ content })))).toEqual([
      null,
      ...contents.slice(1).map((content) => JSON.stringify(content)),
    ])
  })

  test('is known in whatever form the stream goes on', () => {
    const begun = { ...chunk({ role: 'assistant', content: 'a' }), system_fingerprint: 'fp' }
    expect(known([first, begun, chunk({ content: 'b' }), chunk({ content: 'c' })])).toEqual([
      null,
      null,
      null,
      '"c"',
    ])
  })

  test('is known by whatever padding it has', () => {
    const padded = ['a', 'bcd', ''].map((obfuscation) =>
      Object.assign(chunk({ content: 'x' }), { obfuscation }),
    )
    expect(known(padded)).toEqual([null, '"x"', '"x"'])
  })

  test.each([
    ['a finish reason', chunk({ content: 'x' }, 'stop')],
    ['thoughts', chunk({ content: 'x', reasoning: 'y' })],
    ['a call', chunk({ content: 'x', tool_calls: [{ index: 0 }] })],
    ['counts', { ...chunk({ content: 'x' }), usage: { prompt_tokens: 1 } }],
    ['an error', { ...chunk({ content: 'x' }), error: { message: 'Oh' } }],
    ['a content that is not the delta’s', { meta: { content: 'y' }, ...chunk({ content: 'x' }) }],
    ['nothing', chunk({ content: '' })],
    ['much text', chunk({ content: 'x'.repeat(5_000) })],
  ])('is not known with %s', (_what, other) => {
    expect(known([chunk({ content: 'a' }), other, other])).toEqual([null, null, null])
    expect(known([other, other, other])).toEqual([null, null, null])
  })

  test('is read again and again, but not for ever, where no two are alike', () => {
    const plain = plainText(marks)
    for (let time = 0; time < 8; time += 1)
      plain.learn(JSON.stringify({ ...chunk({ content: 'a' }), time }), 'a')
    const next = JSON.stringify({ ...chunk({ content: 'a' }), time: 8 })
    plain.learn(next, 'a')
    expect(plain.textIn(next)).toBeNull()
  })

  test('says what its JSON says, in every stream', () => {
    const words = oneof(string({ unit: 'binary' }), constantFrom('"', '\\', '\n', '\u2028', '}', '","x":"'))
    assert(
      property(array(words, { minLength: 1 }), boolean(), (contents, padded) => {
        const chunks = contents.map((content, index) => ({
          ...chunk({ content: `.${content}` }),
          ...(padded ? { obfuscation: 'x'.repeat(index) } : {}),
        }))
        const deltas = told(...chunks, sse(end('stop')), done).filter(
          ({ type }) => type === 'content_block_delta',
        )
        expect(deltas.map(({ delta }) => delta)).toEqual(
          contents.map((content) => ({ type: 'text_delta', text: `.${content}` })),
        )
      }),
    )
  })
})
