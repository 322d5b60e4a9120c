import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readForm, withModel } from '../../src/body/form.ts'
import { mangled } from './mangled.ts'
import { cases } from './runs.ts'

const boundary = 'XX-boundary'
const type = `multipart/form-data; boundary=${boundary}`

const name = fc.constantFrom(
  'model',
  'file',
  'prompt',
  'image[]',
  'video[id]',
  'Model',
  'model[]',
  '__proto__',
  'toString',
  'a b',
  'ö',
  '[a]',
  'a[',
  'n',
)
const content = fc.oneof(
  fc.constantFrom(
    '',
    'gpt-image-1',
    '\r\n',
    `\r\n--${boundary}x`,
    `--${boundary}`,
    `\n--${boundary}\nContent-Disposition: form-data; name="model"\n\nx`,
    '1',
    '\r\n--',
    '\0',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
)
const extra = fc.constantFrom(
  '',
  '',
  '',
  '; filename="a.png"',
  '; filename=""',
  "; filename*=utf-8''a",
  '\r\nContent-Type: text/plain',
  '\r\nContent-Type: text/plain; charset=utf-16',
  '\r\nX: y',
)
const part = fc.record({ name, content, extra })

interface Part {
  name: string
  content: string
  extra: string
}

function formOf(parts: readonly Part[]): string {
  const all = parts.map(
    ({ name, content, extra }) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${extra}\r\n\r\n${content}\r\n`,
  )
  return `${all.join('')}--${boundary}--\r\n`
}

/** The text fields that the platform's own parser finds; null where it finds no form. */
async function fieldsOf(bytes: Uint8Array): Promise<[string, string][] | null> {
  try {
    const form = await new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }).formData()
    return [...form].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    )
  } catch {
    return null
  }
}

const whole = [
  formOf([
    { name: 'model', content: 'gpt-image-1', extra: '' },
    { name: 'image[]', content: '\x89PNG\r\n', extra: '; filename="a.png"\r\nContent-Type: image/png' },
    { name: 'prompt', content: 'Größe', extra: '' },
  ]),
  formOf([
    { name: 'file', content: 'ID3', extra: '; filename="a.mp3"' },
    { name: 'model', content: 'whisper-1', extra: '\r\nContent-Type: text/plain' },
  ]),
]
const forms = fc.oneof(
  fc.array(part, { maxLength: 5 }).map((parts) => Uint8Array.from(Buffer.from(formOf(parts)))),
  mangled(whole, 3),
)

describe('fuzz: a multipart form', () => {
  test('has the model and the texts that another parser finds in it, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(forms, async (bytes) => {
        const read = readForm(bytes, type)
        if (!read.ok) return
        const { model, value, text } = read.value
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(text).not.toContain(`--${boundary}`)
        // Node's takes a boundary for one wherever it stands, also without its dashes.
        const others = await fieldsOf(bytes)
        if (others === null) return
        // A name that no rule could have is read as bytes.
        const plain = others.filter(([name]) => /^[^[\P{ASCII}]+$/u.test(name))
        for (const [name, content] of plain) {
          expect([value[name]].flat()).toContain(content)
        }
        const told = model && new TextDecoder().decode(bytes.subarray(model.start, model.end))
        expect(told).toBe(plain.find(([name]) => name === 'model')?.[1] ?? null)
        expect(plain.filter(([name]) => name.toLowerCase() === 'model').length).toBe(told === null ? 0 : 1)
      }),
      cases(),
    )
  })

  test('gets another model and keeps every other byte', () => {
    fc.assert(
      fc.property(forms, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (bytes, name) => {
        const read = readForm(bytes, type)
        if (!read.ok) return
        const after = withModel(read.value, name)
        const { model } = read.value
        const length = model === null ? 0 : Buffer.byteLength(name)
        if (model === null) {
          expect(after).toEqual(bytes)
          return
        }
        expect(after.slice(0, model.start)).toEqual(bytes.slice(0, model.start))
        expect(after.slice(model.start + length)).toEqual(bytes.slice(model.end))
        expect(new TextDecoder().decode(after.slice(model.start, model.start + length))).toBe(
          name.toWellFormed(),
        )
      }),
      cases(),
    )
  })
})
