import { concatenated } from './concatenated.ts'

/** What was left out of a JSON text, with a mark in each place. */
export interface Elision {
  /** The JSON text with its marks: as good for parsing and changing as the whole one. */
  text: string
  /** A text made of this one, as bytes, with everything back in its place. */
  restored(text: string): Uint8Array
  /** How many characters a text made of this one has more with everything back in its place. */
  missingIn(text: string): number
}

/** A smaller body is read whole: its text and its value are no burden. In bytes. */
const leastBody = 4 * 1024 * 1024
/** A shorter string stays. */
const leastRun = 64 * 1024
/** What stays of a long one, for who reads how it begins: `data:image/png;base64,…`, or a picture's own head. */
const stays = 1024
/** A body of more strings is read whole: to look at each would take longer. */
const mostStrings = 50_000
const blockSize = 256 * 1024

/** `\u0041` */
const longestEscape = 6

const quote = 0x22
const backslash = 0x5c
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
/** Nothing that a rule could read, and a letter for each byte. */
const base64 = /^[\w+/=-]*$/

interface Run {
  start: number
  end: number
}

/**
 * Leaves the base64 out of a large body: pictures and files are nearly all of it, nothing here reads them, and as text
 * and as value they would take up to five times their bytes, of the 128 MB that an isolate has. Null where that is not
 * worth it. `newMark` gives letters and digits that no client can know. Throws for what is not UTF-8.
 *
 * Only the end of a string is left out, where neither quote nor backslash is in it: what `JSON.parse` finds in the
 * rest, it would find in the whole.
 */
export function elide(bytes: Uint8Array, newMark = randomMark): Elision | null {
  if (bytes.length < leastBody) return null
  const runs = runsIn(bytes)
  if (runs === null || runs.length === 0) return null
  const mark = newMark()
  const ends = [...runs.map(({ start }) => start), bytes.length]
  const parts = ends.map((end, index) =>
    strictUtf8.decode(bytes.subarray(index === 0 ? 0 : runs[index - 1]?.end, end)),
  )
  const marked = new RegExp(`${mark}x(\\d+)x`)

  /** Texts, and between them the indexes of runs. */
  const piecesOf = (text: string): string[] => text.split(marked)
  const runOf = (index: string): Uint8Array => {
    const run = runs[Number(index)]
    return run ? bytes.subarray(run.start, run.end) : new Uint8Array()
  }
  return {
    text: parts.map((part, index) => (index === 0 ? part : `${mark}x${index - 1}x${part}`)).join(''),
    restored: (text) =>
      concatenated(
        piecesOf(text).map((piece, index) => (index % 2 === 0 ? encoder.encode(piece) : runOf(piece))),
      ),
    missingIn: (text) =>
      piecesOf(text).reduce((sum, piece, index) => sum + (index % 2 === 0 ? 0 : runOf(piece).length), 0),
  }
}

function randomMark(): string {
  return `e${crypto.randomUUID().replaceAll('-', '')}`
}

/** Null for too many strings to look at. */
function runsIn(bytes: Uint8Array): Run[] | null {
  const runs: Run[] = []
  let strings = 0
  for (let open = bytes.indexOf(quote); open !== -1;) {
    const close = endOf(bytes, open)
    if (close === -1) return runs
    // Behind its last escape: cut in two, it would take the mark for its other half.
    const escaped = bytes.subarray(open, close).lastIndexOf(backslash)
    const start = open + Math.max(1 + stays, escaped + longestEscape)
    if (close - start >= leastRun && isBase64(bytes, start, close)) runs.push({ start, end: close })
    strings += 1
    if (strings > mostStrings) return null
    open = bytes.indexOf(quote, close + 1)
  }
  return runs
}

/** Where the string that opens there closes; -1 for nowhere. */
function endOf(bytes: Uint8Array, open: number): number {
  for (let at = bytes.indexOf(quote, open + 1); at !== -1; at = bytes.indexOf(quote, at + 1)) {
    let backslashes = 0
    while (bytes[at - 1 - backslashes] === backslash) backslashes += 1
    if (backslashes % 2 === 0) return at
  }
  return -1
}

function isBase64(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += blockSize) {
    const block = bytes.subarray(at, Math.min(end, at + blockSize))
    // One character a byte: what is no base64 may be no UTF-8 either.
    if (!base64.test(byteText.decode(block))) return false
  }
  return true
}

const byteText = new TextDecoder('latin1')
