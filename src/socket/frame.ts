/** What a WebSocket message carries once `binaryType` is `arraybuffer`. */
export type Frame = string | ArrayBuffer

/** The text of a frame; bytes as UTF-8. Some servers send their JSON as bytes. */
export function frameText(frame: Frame): string {
  return typeof frame === 'string' ? frame : new TextDecoder().decode(frame)
}

/** Bytes on the wire, near enough: a text can have up to three for each of its units. */
export function frameSize(frame: Frame): number {
  return typeof frame === 'string' ? frame.length : frame.byteLength
}
