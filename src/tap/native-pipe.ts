/**
 * A pipe that no JavaScript touches. With a length the response keeps its `content-length`, which a stream has in no
 * other way: https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/
 */
export function nativePipe(length: number | null): TransformStream<Uint8Array, Uint8Array> {
  return length === null ? new IdentityTransformStream() : new FixedLengthStream(length)
}

/** The length that a body will have when it has been read; null where that is not known. */
export function lengthOf(headers: Headers): number | null {
  // Reading an encoded body decodes it.
  if (headers.has('content-encoding')) return null
  const length = Number(headers.get('content-length') ?? NaN)
  return Number.isSafeInteger(length) && length >= 0 ? length : null
}
