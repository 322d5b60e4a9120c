import type { SseEvent } from './sse.ts'

/** `u32` total length, `u32` length of the headers, `u32` CRC of these two. */
const preludeLength = 12
const checksumLength = 4
/** https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html; a frame of 16 MB is already more than allowed. */
const longestFrame = 16 * 1024 * 1024
/** Bytes of a header's value by its type; -1: a `u16` before it says how many. */
const valueLengths = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16]
const stringValue = 7

/**
 * The events of a binary event stream (`application/vnd.amazon.eventstream`), each with its payload as text: those of
 * `head` from its first byte, those of `tail` from the first frame that begins in it. Without lost bytes between them
 * they are read as one. A frame that breaks off is left out. An exception is the event `error`.
 */
export function readEventStream(head: Uint8Array, tail: Uint8Array, skipped: number): SseEvent[] {
  if (skipped > 0) return [...framesFrom(head, 0), ...framesFrom(tail, firstFrame(tail))]
  const all = new Uint8Array(head.length + tail.length)
  all.set(head)
  all.set(tail, head.length)
  return framesFrom(all, 0)
}

function framesFrom(bytes: Uint8Array, start: number): SseEvent[] {
  const events: SseEvent[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = start; isFrame(view, at);) {
    const end = at + view.getUint32(at)
    if (end > bytes.length) break
    const payload = at + preludeLength + view.getUint32(at + 4)
    const headers = headersIn(bytes.subarray(at + preludeLength, payload))
    const data = new TextDecoder().decode(bytes.subarray(payload, end - checksumLength))
    events.push(headers.get(':message-type') === 'event' ? { data } : { event: 'error', data })
    at = end
  }
  return events
}

/** Where a frame begins is found by its checksum: four bytes do not fit by chance. */
function firstFrame(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < bytes.length && !isFrame(view, at)) at += 1
  return at
}

function isFrame(view: DataView, at: number): boolean {
  if (at + preludeLength > view.byteLength) return false
  const total = view.getUint32(at)
  if (total > longestFrame || view.getUint32(at + 4) + preludeLength + checksumLength > total) return false
  return crc32(view, at, 8) === view.getUint32(at + 8)
}

/** The texts among a frame's headers. */
function headersIn(bytes: Uint8Array): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  const text = (from: number, to: number): string => new TextDecoder().decode(bytes.subarray(from, to))
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + 1 + (bytes[at] ?? 0)
    const type = bytes[nameEnd] ?? -1
    const fixed = valueLengths[type]
    if (fixed === undefined) break
    const long = fixed < 0
    const from = nameEnd + (long ? 3 : 1)
    const length = long ? (bytes[nameEnd + 1] ?? 0) * 256 + (bytes[nameEnd + 2] ?? 0) : fixed
    if (type === stringValue) headers.set(text(at + 1, nameEnd), text(from, from + length))
    at = from + length
  }
  return headers
}

/** The CRC of zlib and Ethernet, https://www.rfc-editor.org/rfc/rfc1952#section-8. Eight bytes a frame need no table. */
function crc32(view: DataView, at: number, length: number): number {
  let crc = 0xffffffff
  for (let index = at; index < at + length; index += 1) {
    crc ^= view.getUint8(index)
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
