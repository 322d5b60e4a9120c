import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { concatenated } from './concatenated.ts'
import { boundaryOf, type FormPart, formParts } from './form-parts.ts'
import type { JsonBody } from './json.ts'
import { nestField, type NestedFields } from './nested-fields.ts'

/** A form that was read: its bytes as they came, and its text fields as the JSON object that they amount to. */
export interface FormBody extends JsonBody {
  bytes: Uint8Array
  /** Where the content of the field `model` stands in the bytes; null where there is none. */
  model: { start: number; end: number } | null
}

/** The most of a text field that any rule could read; of a longer one it only matters that it is there. */
const longestField = 64 * 1024

/** Lines of a part's header: its disposition, and what may stand beside it without changing what is read. */
const disposition =
  /^content-disposition:[ \t]*form-data[ \t]*;[ \t]*name="([^"\\\r\n%]+)"((?:[ \t]*;[ \t]*filename\*?=(?:"(?:[^"\\]|\\(?!"))*"|[^\s;"]+))*)[ \t]*$/i
const textType =
  /^content-type:[ \t]*[\w.+-]+\/[\w.+-]+[ \t]*(?:;[ \t]*charset="?(?:utf-?8|us-ascii)"?[ \t]*)?$/i
const harmless = /^content-(?:type|length):|^content-transfer-encoding:[ \t]*(?:7bit|8bit|binary)[ \t]*$/i

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The form in a body. Every doubt is a refusal, because what Tollgate reads must be what the upstream reads. */
export function readForm(bytes: Uint8Array, contentType: string | null): Result<FormBody> {
  const boundary = boundaryOf(contentType)
  const parts = boundary === null ? null : formParts(bytes, boundary)
  if (parts === null) return noForm
  const value: NestedFields = Object.create(null)
  let model: FormBody['model'] = null
  for (const part of parts) {
    const field = fieldOf(part)
    if (field === null) return noForm
    const isModel = /^model(\[|$)/i.test(field.name)
    if (isModel && model !== null) return twice
    if (isModel && (field.name !== 'model' || field.isFile)) return notText
    if (isModel) model = { start: part.start, end: part.end }
    const isLong = part.end - part.start > longestField
    if (isModel && isLong) return notText
    // What a file holds names nothing that is stored, unless its field is part of an object: some servers take a text
    // for it all the same.
    if (field.isFile && !/\[[^\]]/.test(field.name)) continue
    const text = isLong || field.isFile ? '…' : textOf(bytes.subarray(part.start, part.end))
    if (text === null || !nestField(value, field.name, text)) return noForm
  }
  return accept({ bytes, model, value, text: JSON.stringify(value) })
}

/** The bytes of a form with another model in it, and every other byte kept. */
export function withModel({ bytes, model }: Pick<FormBody, 'bytes' | 'model'>, name: string): Uint8Array {
  if (model === null) return bytes
  const [before, after] = [bytes.subarray(0, model.start), bytes.subarray(model.end)]
  return concatenated([before, new TextEncoder().encode(name), after])
}

/** What a part's header says of it; null where it could be read in another way too. */
function fieldOf({ header }: FormPart): { name: string; isFile: boolean } | null {
  const lines = header.split('\r\n')
  const dispositions = lines.filter((line) => /^content-disposition\b/i.test(line))
  const match = disposition.exec(dispositions[0] ?? '')
  const [, name, files] = match ?? []
  if (dispositions.length !== 1 || name === undefined) return null
  const isFile = files !== ''
  const others = lines.filter((line) => line !== dispositions[0])
  if (!others.every((line) => (isFile || !/^content-type:/i.test(line) ? harmless : textType).test(line))) {
    return null
  }
  return { name, isFile }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

const noForm = refuse(
  'bad_request',
  'The request body is not one whole multipart form. Send it as the official SDK does: fields by name, text in UTF-8.',
)
const twice = refuse('bad_request', 'The request body has the field `model` twice. Send it once.', {
  param: 'model',
})
const notText = refuse('bad_request', 'The field `model` must be a text that is not empty.', {
  param: 'model',
})
