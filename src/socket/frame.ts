/** What a WebSocket message carries once `binaryType` is `arraybuffer`. */
export type Frame = string | ArrayBuffer

/** The text of a frame; bytes as UTF-8. Some servers send their JSON as bytes. */
export function frameText(frame: Frame): string {
  return typeof frame === 'string' ? frame : new TextDecoder().decode(frame)
}

/** A text as a frame of the same kind as another. */
export function likeFrame(frame: Frame, text: string): Frame {
  return typeof frame === 'string' ? text : Uint8Array.from(new TextEncoder().encode(text)).buffer
}

/** Bytes on the wire, near enough: a text can have up to three for each of its units. */
export function frameSize(frame: Frame): number {
  return typeof frame === 'string' ? frame.length : frame.byteLength
}
