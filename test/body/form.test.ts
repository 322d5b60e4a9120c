import { describe, expect, test } from 'vitest'
import { readForm, withModel } from '../../src/body/form.ts'
import { isForm } from '../../src/body/form-parts.ts'
import { formCeiling, readBody } from '../../src/body/read.ts'
import { createBuffers } from '../../src/body/buffers.ts'

const encoder = new TextEncoder()
const type = 'multipart/form-data; boundary=XX'

interface Part {
  head: string
  content: string
}

function text(name: string, content: string): Part {
  return { head: `Content-Disposition: form-data; name="${name}"`, content }
}

function form(...parts: readonly Part[]): Uint8Array {
  const all = parts.map(({ head, content }) => `--XX\r\n${head}\r\n\r\n${content}\r\n`).join('')
  return encoder.encode(`${all}--XX--\r\n`)
}

const file: Part = {
  head: 'Content-Disposition: form-data; name="file"; filename="C:\\talk.mp3"\r\nContent-Type: audio/mpeg',
  content: 'ID3\r\n--X\r\n\r\n--XY',
}

/** What was read, or what the refusal says. */
function read(bytes: Uint8Array, contentType: string | null = type): unknown {
  const body = readForm(bytes, contentType)
  return body.ok ? JSON.parse(body.value.text) : body.refusal.message
}

const noForm =
  'The request body is not one whole multipart form. Send it as the official SDK does: fields by name, text in UTF-8.'
const notText = 'The field `model` must be a text that is not empty.'

describe('a form', () => {
  test('gives its text fields as an object, its files as nothing', () => {
    const bytes = form(file, text('model', 'whisper-1'), text('prompt', 'Grüße\r\n'), text('empty', ''))
    expect(read(bytes)).toEqual({ model: 'whisper-1', prompt: 'Grüße\r\n', empty: '' })
  })

  test('nests the names in brackets, and keeps every value of a name', () => {
    const bytes = form(
      text('video[id]', 'video_1'),
      text('include[]', 'logprobs'),
      text('include[]', 'segments'),
      text('a[b][c]', '1'),
      text('a[b][d]', '2'),
      text('__proto__[x]', '3'),
    )
    expect(read(bytes)).toEqual({
      video: { id: 'video_1' },
      include: ['logprobs', 'segments'],
      a: [{ b: { c: '1' } }, { b: { d: '2' } }],
      ['__proto__']: { x: '3' },
    })
  })

  test.each(['node', 'browser-like', 'python'])('is read as %s writes it', async (which) => {
    const data = new FormData()
    data.set('model', 'gpt-image-2')
    data.set('image', new File([new Uint8Array([13, 10, 45, 45, 0, 255])], 'a"b.png', { type: 'image/png' }))
    const written = new Response(data)
    const header = written.headers.get('content-type') ?? ''
    const bytes = new Uint8Array(await written.arrayBuffer())
    const quoted = header.replace(/boundary=(.*)$/, 'boundary="$1"')
    const headers = { node: header, 'browser-like': `${header} `, python: quoted }
    expect(read(bytes, headers[which as keyof typeof headers])).toEqual({ model: 'gpt-image-2' })
  })

  test('gets another model by the bytes of that field alone', () => {
    const bytes = form(file, text('model', 'groq/whisper-large-v3'), text('n', '1'))
    const body = readForm(bytes, type)
    if (!body.ok) throw new Error(body.refusal.message)
    expect(withModel(body.value, 'whisper-large-v3')).toEqual(
      form(file, text('model', 'whisper-large-v3'), text('n', '1')),
    )
    const none = readForm(form(file), type)
    expect(none.ok && withModel(none.value, 'x')).toEqual(form(file))
  })

  test('with the model twice, or as no text, is refused by that name', () => {
    const model = text('model', 'a')
    const twice = 'The request body has the field `model` twice. Send it once.'
    expect(read(form(model, model))).toBe(twice)
    expect(read(form(model, text('model[]', 'b')))).toBe(twice)
    expect(read(form(model, text('MODEL', 'b')))).toBe(twice)
    expect(read(form(text('model[]', 'b')))).toBe(notText)
    expect(read(form(text('Model', 'b')))).toBe(notText)
    expect(
      read(form({ head: `${model.head}; filename="m"\r\nContent-Type: text/plain`, content: 'a' })),
    ).toBe(notText)
  })

  test.each([
    ['no boundary', 'multipart/form-data'],
    ['two boundaries', 'multipart/form-data; boundary=XX; boundary=YY'],
    ['two types', 'multipart/form-data; boundary=XX, application/json'],
    ['another boundary', 'multipart/form-data; boundary=YY'],
    ['an encoded boundary', "multipart/form-data; boundary*=utf-8''XX"],
    ['no type at all', null],
  ])('with %s is refused', (_, contentType) => {
    expect(read(form(text('model', 'a')), contentType)).toBe(noForm)
  })

  test.each([
    ['text before it', 'x\r\n--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX--'],
    ['text after it', '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX--\r\n--XX\r\n'],
    ['no end', '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX'],
    ['blanks after a boundary', '--XX \r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX--'],
    ['bare line feeds', '--XX\nContent-Disposition: form-data; name="a"\n\n1\n--XX--'],
    [
      'a longer boundary within',
      '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XXX\r\n--XX--',
    ],
    ['no header', '--XX\r\n\r\n1\r\n--XX--'],
    ['nothing', ''],
  ])('with %s is refused', (_, body) => {
    expect(read(encoder.encode(body))).toBe(noForm)
  })

  test.each([
    ['two names', 'Content-Disposition: form-data; name="a"; name="model"'],
    [
      'two dispositions',
      'Content-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="model"',
    ],
    ['a name in another charset', "Content-Disposition: form-data; name*=utf-8''model"],
    ['an escape in its name', 'Content-Disposition: form-data; name="mod\\el"'],
    ['a percent sign in its name', 'Content-Disposition: form-data; name="mod%65l"'],
    [
      'a quote escaped in its file’s name',
      'Content-Disposition: form-data; name="a"; filename="x\\"; name=\\"model"',
    ],
    ['a bare name', 'Content-Disposition: form-data; name=model'],
    ['no name', 'Content-Disposition: form-data'],
    ['another disposition', 'Content-Disposition: attachment; name="model"'],
    ['a folded header', 'Content-Disposition: form-data;\r\n name="model"'],
    [
      'a transfer encoding',
      'Content-Disposition: form-data; name="model"\r\nContent-Transfer-Encoding: base64',
    ],
    [
      'another charset',
      'Content-Disposition: form-data; name="model"\r\nContent-Type: text/plain; charset=utf-16',
    ],
    ['a header of its own', 'Content-Disposition: form-data; name="model"\r\nX-Name: other'],
  ])('with a part of %s is refused', (_, head) => {
    expect(read(form({ head, content: 'a' }))).toBe(noForm)
  })

  test('says of a text too long to be read that it is there', () => {
    const long = 'x'.repeat(64 * 1024 + 1)
    expect(read(form(text('prompt', long)))).toEqual({ prompt: '…' })
    expect(read(form(text('model', long)))).toBe(notText)
  })

  test('with text that is no UTF-8 is refused', () => {
    const bytes = form(text('model', 'a?'))
    bytes[bytes.indexOf(63)] = 0xff
    expect(read(bytes)).toBe(noForm)
  })

  test('with too many parts is refused', () => {
    const parts = Array.from({ length: 1001 }, () => text('a', '1'))
    expect([read(form(...parts)), typeof read(form(...parts.slice(1)))]).toEqual([noForm, 'object'])
  })
})

test('a content type is a form’s by its first word', () => {
  const types = ['multipart/form-data; boundary=x', ' Multipart/Form-Data ', 'multipart/form-data;']
  const others = ['multipart/mixed; boundary=x', 'application/json; x=multipart/form-data', '', null]
  expect([...types, ...others].map(isForm)).toEqual([true, true, true, false, false, false, false])
})

describe('a body that is wanted as a form', () => {
  function post(body: BodyInit, headers: Record<string, string> = {}): Request {
    const init = { method: 'POST', body, headers: { 'content-type': type, ...headers }, duplex: 'half' }
    return new Request('https://tollgate.test/', init)
  }

  test('is held, with its bytes and what is in them', async () => {
    const buffers = createBuffers()
    const bytes = form(file, text('model', 'whisper-1'))
    const body = await readBody(post(Buffer.from(bytes)), 'form', buffers)
    const value = { model: 'whisper-1' }
    const start = new TextDecoder().decode(bytes).indexOf('whisper-1')
    const read = { bytes, value, text: JSON.stringify(value), model: { start, end: start + 9 } }
    expect(body).toEqual({
      ok: true,
      value: { json: read, form: read, stream: null, release: expect.any(Function) },
    })
    expect(buffers).toEqual({ held: bytes.length })
  })

  test('over 25 MB is too large, by its stated length or by its bytes', async () => {
    const buffers = createBuffers()
    const stated = post('x', { 'content-length': String(formCeiling + 1) })
    const refusal = { reason: 'request_too_large' }
    expect(await readBody(stated, 'form', buffers)).toMatchObject({ ok: false, refusal })
    expect(stated.bodyUsed).toBe(false)
    const large = post(new Blob([new Uint8Array(formCeiling + 1)]).stream())
    expect(await readBody(large, 'form', buffers)).toMatchObject({ ok: false, refusal })
    expect(buffers).toEqual({ held: 0 })
  })

  test('that is none holds no room', async () => {
    const buffers = createBuffers()
    expect(await readBody(post('{"model":"a"}'), 'form', buffers)).toMatchObject({
      ok: false,
      refusal: { reason: 'bad_request', message: noForm },
    })
    expect(buffers).toEqual({ held: 0 })
  })
})
