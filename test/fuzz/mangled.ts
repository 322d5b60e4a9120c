import * as fc from 'fast-check'

/** Numbers that no count can be, or hardly. */
const numbers = [
  '-1',
  '-0',
  '0',
  '1.5',
  '1e999',
  '9007199254740991',
  '9007199254740993',
  '1E400',
  '"12"',
  'null',
  '{}',
]

/** What breaks parsers where nobody expects it. One character a byte, as everywhere in this file. */
const blanks = ['\r', '\n', '\r\n', '\n\n', '\r\r', '\n\r', '\0', '\t', ' ', '\xE2\x80\xA8']
const brokenText = ['\xEF\xBB\xBF', '\xFF', '\xC3', '\xED\xA0\x80', '\\', '\\u', '\\ud800', '\\u0022', '"']
const brackets = ['{', '}', '[', ']', ',', ':', '[[[[[[[[', '{"a":']
const fields = [
  'data:',
  'data: ',
  'data: [DONE]\n\n',
  'event: error\n',
  'event:\n',
  'id: 1\n',
  ': \n\n',
  'data\n',
]
const members = [
  '"usage":{',
  '"usage":null,',
  '"choices":[],',
  '"choices":[{',
  '"error":{"message":"x"},',
  '"type":"error",',
  '"__proto__":{"input_tokens":5},',
  '"constructor":1,',
  '"toString":1,"valueOf":1,',
  '"model":"m",',
  '"output_tokens":7,',
]
const tokens = [blanks, brokenText, brackets, fields, members].flat()

const kinds = ['cut', 'behead', 'drop', 'repeat', 'put', 'over', 'number', 'ends', 'deep'] as const

interface Edit {
  kind: (typeof kinds)[number]
  at: number
  length: number
  token: string
  number: string
  end: string
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.nat(),
  length: fc.nat({ max: 80 }),
  token: fc.oneof(
    fc.constantFrom(...tokens),
    fc.nat({ max: 255 }).map((byte) => String.fromCharCode(byte)),
  ),
  number: fc.constantFrom(...numbers),
  end: fc.constantFrom('\r\n', '\r', '\n\n'),
})

function edited(text: string, { kind, at, length, token, number, end }: Edit): string {
  const from = text.length === 0 ? 0 : at % text.length
  const [before, after] = [text.slice(0, from), text.slice(from)]
  switch (kind) {
    case 'cut':
      return before
    case 'behead':
      return after
    case 'drop':
      return before + after.slice(length)
    case 'repeat':
      return before + after.slice(0, length) + after
    case 'put':
      return before + token + after
    case 'over':
      return before + token + after.slice(token.length)
    case 'number':
      return before + after.replace(/-?\d+(?:\.\d+)?/, number)
    case 'ends':
      return before + after.replaceAll('\n', end)
    case 'deep':
      return before + '['.repeat(length * 100) + after
  }
}

/** One of these texts with up to so many things wrong with it, as bytes. */
export function mangled(texts: readonly string[], most = 4): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...texts.map(asBytes)), fc.array(edit, { maxLength: most }))
    .map(([text, edits]) => Uint8Array.from(Buffer.from(edits.reduce(edited, text), 'latin1')))
}

function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** How bytes come: the sizes of their pieces, again and again. */
export const sizes = fc.array(
  fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6_000 })),
  { minLength: 1, maxLength: 12 },
)

export function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = []
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    cut.push(bytes.slice(at, at + size))
    at += size
  }
  return cut
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}
