import { accept, refuse, type Result } from '../refusal/refusal.ts'

/** The path and query of a request, as sent and as an upstream could come to read them. */
export interface RequestPath {
  /** Segments as sent, still encoded. Repeated slashes count as one; a last '' stands for a slash at the end. */
  segments: readonly string[]
  /** The same, percent-decoded until nothing changes. */
  decoded: readonly string[]
  /** As sent, without the `?`. */
  query: string
}

const mostDecodings = 8
const controlCharacter = /\p{Cc}/u

/**
 * Reads the path of a URL. A guard and an upstream that decode differently must not come to different paths, so what
 * could climb out of a provider's part is 400. (The runtime has already resolved dot segments that stood there plainly
 * or encoded once; what it made of them is what is read here and what is sent.)
 */
export function readPath(url: string): Result<RequestPath> {
  const from = url.indexOf('/', url.indexOf('://') + 3)
  const [beforeQuery = ''] = (from === -1 ? '/' : url.slice(from)).split('#', 1)
  const mark = beforeQuery.indexOf('?')
  const raw = mark === -1 ? beforeQuery : beforeQuery.slice(0, mark)
  const query = mark === -1 ? '' : beforeQuery.slice(mark + 1)

  const segments = raw.split('/').filter((segment) => segment !== '')
  if (raw.endsWith('/') && segments.length > 0) segments.push('')
  const decoded: string[] = []
  for (const segment of segments) {
    const text = decodedFully(segment)
    if (text === null) return badPath('has a broken percent-encoding')
    if (text === '.' || text === '..') return badPath('has a `.` or `..` segment')
    if (text.includes('\\')) return badPath('has a backslash')
    if (controlCharacter.test(text)) return badPath('has a control character')
    if (text.split('/').some((part) => part === '.' || part === '..')) {
      return badPath('has an encoded `.` or `..` segment')
    }
    decoded.push(text)
  }
  return accept({ segments, decoded, query })
}

function decodedFully(segment: string): string | null {
  let text = segment
  for (let turn = 0; turn < mostDecodings; turn++) {
    if (!text.includes('%')) return text
    let next: string
    try {
      next = decodeURIComponent(text)
    } catch {
      return null
    }
    if (next === text) return text
    text = next
  }
  return null
}

function badPath(what: string) {
  return refuse('bad_path', `The path ${what}. Send it as the API's documentation writes it.`)
}

/** The parameters of a query as a server reads them: `URLSearchParams` would take a `?` at its start for no part of it. */
export function parametersOf(query: string): URLSearchParams {
  return new URLSearchParams(`?${query}`)
}

/** The query without the parameters that `drop` names (compared decoded, in lower case); the rest byte for byte. */
export function withoutParameters(query: string, drop: ReadonlySet<string>): string {
  if (query === '') return ''
  return query
    .split('&')
    .filter((pair) => !drop.has(parameterName(pair)))
    .join('&')
}

function parameterName(pair: string): string {
  const [name = ''] = pair.split('=', 1)
  return (decodedFully(name.replaceAll('+', ' ')) ?? name).toLowerCase()
}
