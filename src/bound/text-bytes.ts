const encoder = new TextEncoder()
const chunk = 16 * 1024
const scratch = new Uint8Array(3 * (chunk + 1))

/** The bytes of a text in UTF-8, without a copy of it: a body can have 48 MB. */
export function textBytes(text: string): number {
  let bytes = 0
  for (let at = 0; at < text.length;) {
    // A pair of surrogates is one letter.
    const splits = (text.charCodeAt(at + chunk - 1) & 0xfc00) === 0xd800
    const end = at + chunk + (splits ? 1 : 0)
    bytes += encoder.encodeInto(text.slice(at, end), scratch).written
    at = end
  }
  return bytes
}

/** More than any body has. */
const beyondAny = 2 ** 40

/**
 * The bytes of a value as JSON, with what is missing in it; more than any body has where it is nested too deep to be
 * written.
 */
export function bytesOf(value: unknown, missingIn: (text: string) => number): number {
  try {
    const text = JSON.stringify(value) ?? ''
    return textBytes(text) + missingIn(text)
  } catch {
    return beyondAny
  }
}
