import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { buffer, type Buffers } from './buffers.ts'
import { type JsonBody, readJson } from './json.ts'

/** A request's body: read as JSON where something depends on it, else on its way as it came. */
export interface RequestBody {
  json: JsonBody | null
  stream: ReadableStream<Uint8Array> | null
  /** Gives the isolate's room back, once the body has gone up. */
  release: () => void
}

/**
 * The body of a request. With `names`, the members that some rule reads, it must be one strict JSON object and is
 * buffered; without, it streams through unread.
 */
export async function readBody(
  request: Request,
  names: ReadonlySet<string> | null,
  buffers: Buffers,
): Promise<Result<RequestBody>> {
  if (names === null) return accept({ json: null, stream: streamOf(request), release: () => {} })
  if (!isIdentity(request.headers.get('content-encoding'))) {
    return refuse('bad_request', 'The request body is compressed. Send it without `content-encoding`.')
  }
  let buffered: Awaited<ReturnType<typeof bytesOf>>
  try {
    buffered = await bytesOf(request, buffers)
  } catch {
    return brokenOff
  }
  if (!buffered.ok) return buffered.why === 'large' ? tooLarge : noRoom
  const json = readJson(buffered.bytes, names)
  if (json.ok) return accept({ json: json.value, stream: null, release: buffered.release })
  buffered.release()
  return json
}

const tooLarge = refuse(
  'request_too_large',
  'The request body is over 48 MB. Upload large files through the file endpoints, or send a smaller request.',
)
const brokenOff = refuse('bad_request', 'The request body broke off before its end.')
const noRoom = refuse('overloaded', 'Too many large requests at once. Try again in a second.', {
  retryAfter: 1,
})

/** A body of GET means nothing (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1), and `fetch` refuses it. */
function streamOf({ method, body }: Request): ReadableStream<Uint8Array> | null {
  return method === 'GET' || method === 'HEAD' ? null : body
}

function bytesOf({ body, headers }: Request, buffers: Buffers): ReturnType<typeof buffer> {
  if (body === null) return Promise.resolve({ ok: true, bytes: new Uint8Array(), release: () => {} })
  const length = Number(headers.get('content-length') ?? NaN)
  return buffer(body, Number.isSafeInteger(length) && length >= 0 ? length : null, buffers)
}

function isIdentity(encoding: string | null): boolean {
  return encoding === null || encoding.trim() === '' || encoding.trim().toLowerCase() === 'identity'
}
