import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { buffer, type Buffers } from './buffers.ts'
import { type FormBody, readForm } from './form.ts'
import { type JsonBody, readJson } from './json.ts'

/** A request's body: read where something depends on it, else on its way as it came. */
export interface RequestBody {
  /** What was read; a form's fields as the object that they amount to. */
  json: JsonBody | null
  /** The bytes of a form that was read. */
  form?: FormBody
  stream: ReadableStream<Uint8Array> | null
  /** Gives the isolate's room back, once the body has gone up. */
  release: () => void
}

/** What some rule reads in a body: these members of a JSON object, the fields of a form, or nothing. */
export type BodyWanted = ReadonlySet<string> | 'form' | null

/** What OpenAI takes as one file of sound. https://platform.openai.com/docs/guides/speech-to-text */
export const formCeiling = 25 * 1024 * 1024

/**
 * The body of a request. Where a rule reads it, it must be one strict JSON object or one whole form, and is buffered;
 * else it streams through unread.
 */
export async function readBody(
  request: Request,
  wanted: BodyWanted,
  buffers: Buffers,
): Promise<Result<RequestBody>> {
  if (wanted === null) return accept({ json: null, stream: streamOf(request), release: () => {} })
  if (!isIdentity(request.headers.get('content-encoding'))) {
    return refuse('bad_request', 'The request body is compressed. Send it without `content-encoding`.')
  }
  const length = lengthOf(request.headers)
  if (wanted === 'form' && (length ?? 0) > formCeiling) return formTooLarge
  let buffered: Awaited<ReturnType<typeof buffer>>
  try {
    buffered = await buffer(request, length, buffers)
  } catch {
    return brokenOff
  }
  if (!buffered.ok) return buffered.why === 'large' ? tooLarge : noRoom
  const { bytes, release } = buffered
  const read = wanted === 'form' ? formIn(bytes, request.headers) : jsonIn(bytes, wanted)
  if (read.ok) return accept({ ...read.value, stream: null, release })
  release()
  return read
}

type Read = Pick<RequestBody, 'json' | 'form'>

function jsonIn(bytes: Uint8Array, names: ReadonlySet<string>): Result<Read> {
  const json = readJson(bytes, names)
  return json.ok ? accept({ json: json.value }) : json
}

function formIn(bytes: Uint8Array, headers: Headers): Result<Read> {
  if (bytes.length > formCeiling) return formTooLarge
  const form = readForm(bytes, headers.get('content-type'))
  return form.ok ? accept({ json: form.value, form: form.value }) : form
}

const tooLarge = refuse(
  'request_too_large',
  'The request body is over 48 MB. Upload large files through the file endpoints, or send a smaller request.',
)
const formTooLarge = refuse(
  'request_too_large',
  'The form is over 25 MB, and has to be read for the model in it. Send a smaller file, or use the provider’s own door with a key without a list of models.',
)
const brokenOff = refuse('bad_request', 'The request body broke off before its end.')
const noRoom = refuse('overloaded', 'Too many large requests at once. Try again in a second.', {
  retryAfter: 1,
})

/** A body of GET means nothing (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1), and `fetch` refuses it. */
function streamOf({ method, body }: Request): ReadableStream<Uint8Array> | null {
  return method === 'GET' || method === 'HEAD' ? null : body
}

function lengthOf(headers: Headers): number | null {
  const length = Number(headers.get('content-length') ?? NaN)
  return Number.isSafeInteger(length) && length >= 0 ? length : null
}

function isIdentity(encoding: string | null): boolean {
  return encoding === null || encoding.trim() === '' || encoding.trim().toLowerCase() === 'identity'
}
