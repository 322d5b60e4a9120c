/**
 * Finds the parts of a multipart form within its bytes (https://www.rfc-editor.org/rfc/rfc7578), so that they can go
 * up as they came: libraries give the values but not where they stand. Whatever two parsers could read differently is
 * no form: what clients send (`FormData`, curl, Python's) is all of one shape.
 */

/** One part. Its header is text, its content a span of the form's bytes. */
export interface FormPart {
  header: string
  start: number
  end: number
}

const [carriageReturn, lineFeed, dash] = [13, 10, 45]
const headerLimit = 8 * 1024
/** More than any form has: each costs an object. */
const mostParts = 1000

/** https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1; the one parameter, quoted or not. */
const formType =
  /^multipart\/form-data[ \t]*;[ \t]*boundary=(?:"([\w'()+,./:=? -]{0,69}[\w'()+,./:=?-])"|([\w'()+./:=?-]{1,70}))[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i

/** Whether a content type says that the body is a form, readable or not. */
export function isForm(contentType: string | null): boolean {
  return /^multipart\/form-data[ \t]*(;|$)/i.test(contentType?.trim() ?? '')
}

/** The boundary in a form's content type, or null where it has none that can be read in one way only. */
export function boundaryOf(contentType: string | null): string | null {
  const match = formType.exec(contentType?.trim() ?? '')
  return match?.[1] ?? match?.[2] ?? null
}

/** The parts in order, or null where the bytes are not one whole form. */
export function formParts(bytes: Uint8Array, boundary: string): FormPart[] | null {
  const delimiter = new TextEncoder().encode(`--${boundary}`)
  const next = searchFor(delimiter, bytes)
  const parts: FormPart[] = []
  if (!standsAt(bytes, 0, delimiter)) return null
  let at = delimiter.length
  while (!isPair(bytes, at, dash, dash)) {
    if (!isPair(bytes, at, carriageReturn, lineFeed) || parts.length === mostParts) return null
    const header = headerFrom(bytes, at + 2)
    if (header === null) return null
    const start = at + 2 + header.length + 4
    const found = next(start)
    // Some parsers take any line break before it, or none: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 has it
    // nowhere within a part.
    const end = found - 2
    if (end < start || !isPair(bytes, end, carriageReturn, lineFeed)) return null
    parts.push({ header, start, end })
    at = found + delimiter.length
  }
  const rest = bytes.length - (at + 2)
  return rest === 0 || (rest === 2 && isPair(bytes, at + 2, carriageReturn, lineFeed)) ? parts : null
}

/** The lines of a part's header; null where they do not end as they must. */
function headerFrom(bytes: Uint8Array, start: number): string | null {
  const window = bytes.subarray(start, start + headerLimit)
  for (let at = window.indexOf(carriageReturn); at !== -1; at = window.indexOf(carriageReturn, at + 1)) {
    if (!isPair(window, at, carriageReturn, lineFeed)) return null
    if (!isPair(window, at + 2, carriageReturn, lineFeed)) continue
    return latin(window.subarray(0, at))
  }
  return null
}

/** Finds where a delimiter stands, from an index on; -1 where it does not. */
type Search = (from: number) => number

/**
 * Boyer, Moore and Horspool's: most bytes are never looked at, and none makes it slow, whatever is uploaded.
 * https://doi.org/10.1002/spe.4380100608
 */
function searchFor(wanted: Uint8Array, bytes: Uint8Array): Search {
  const last = wanted.length - 1
  const skips = new Uint8Array(256).fill(wanted.length)
  for (let index = 0; index < last; index += 1) skips[wanted[index] ?? 0] = last - index
  return (from) => {
    for (let at = from; at + last < bytes.length; at += skips[bytes[at + last] ?? 0] ?? 1) {
      if (standsAt(bytes, at, wanted)) return at
    }
    return -1
  }
}

function isPair(bytes: Uint8Array, at: number, first: number, second: number): boolean {
  return bytes[at] === first && bytes[at + 1] === second
}

function standsAt(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let index = 0; index < part.length; index += 1) {
    if (bytes[at + index] !== part[index]) return false
  }
  return true
}

/** One character a byte, so that lengths in text are lengths in bytes. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
