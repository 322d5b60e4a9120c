import { readJson } from './json.ts'
import type { RequestBody } from './read.ts'

/**
 * Forgets the text and the value of a body, which take up to five times its bytes, and reads them anew when they are
 * asked for: an answer can take minutes, and an isolate has 128 MB for all that wait.
 */
export function setAside({ json, ...rest }: RequestBody): () => RequestBody {
  return json?.bytes && !rest.form ? readerOf(json.bytes, rest) : () => ({ json, ...rest })
}

/** A function of its own: what it gives must not hold what was read. */
function readerOf(bytes: Uint8Array, rest: Omit<RequestBody, 'json'>): () => RequestBody {
  return () => {
    const json = readJson(bytes, new Set())
    if (!json.ok) throw new Error('A body could be read once, and not again')
    return { json: json.value, ...rest }
  }
}
