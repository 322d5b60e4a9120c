import { crc32 } from 'node:zlib'

/** One message of a binary event stream: its headers, all texts, and its payload. */
export interface Frame {
  headers: Readonly<Record<string, string>>
  payload: string
}

/** An event of Bedrock's, as the service frames it. */
export function eventFrame(type: string, payload: object): Frame {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }
  return { headers, payload: JSON.stringify(payload) }
}

/** An exception after the headers of the answer. */
export function exceptionFrame(type: string, message: string): Frame {
  const headers = {
    ':exception-type': type,
    ':content-type': 'application/json',
    ':message-type': 'exception',
  }
  return { headers, payload: JSON.stringify({ message }) }
}

/** A vendor's event as InvokeModel wraps it. */
export function chunkFrame(vendorEvent: object): Frame {
  return eventFrame('chunk', {
    bytes: Buffer.from(JSON.stringify(vendorEvent)).toString('base64'),
    p: 'abcd',
  })
}

/** The bytes of a message, by https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html */
export function encodeFrame({ headers, payload }: Frame): Buffer {
  const encodedHeaders = Buffer.concat(
    Object.entries(headers).flatMap(([name, value]) => [
      Buffer.from([Buffer.byteLength(name)]),
      Buffer.from(name),
      Buffer.from([7]),
      uint(2, Buffer.byteLength(value)),
      Buffer.from(value),
    ]),
  )
  const body = Buffer.from(payload)
  const lengths = Buffer.concat([
    uint(4, 16 + encodedHeaders.length + body.length),
    uint(4, encodedHeaders.length),
  ])
  const message = Buffer.concat([lengths, uint(4, crc32(lengths)), encodedHeaders, body])
  return Buffer.concat([message, uint(4, crc32(message))])
}

/** The bytes of a whole stream. */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.map(encodeFrame))
}

function uint(length: number, value: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUIntBE(value, 0, length)
  return bytes
}
