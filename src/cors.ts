import { readPath } from './route/path.ts'

/** Tollgate's own pages and their API: another origin's scripts have no business there. */
const ownPlaces: ReadonlySet<string> = new Set(['', 'api', 'dashboard', 'health'])

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE'
/** Chromium asks again after two hours at the latest. */
const maxAgeSeconds = '7200'
const mostNames = 100
const longestName = 100
/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const token = /^[\w!#$%&'*+.^`|~-]+$/

/**
 * The answer to a browser that asks whether a page may use an API door (https://fetch.spec.whatwg.org/#cors-protocol);
 * null for every other request. It has no key yet and is told nothing that a key would have to be shown for.
 */
export function preflight({ method, headers, url }: Request): Response | null {
  const asks = headers.has('origin') && headers.has('access-control-request-method')
  if (method !== 'OPTIONS' || !asks || !isApiDoor(url)) return null
  const allowed = requestedHeaders(headers.get('access-control-request-headers') ?? '')
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': methods,
      ...(allowed !== '' && { 'access-control-allow-headers': allowed }),
      'access-control-max-age': maxAgeSeconds,
      vary: 'access-control-request-headers',
    },
  })
}

/**
 * Lets pages of every origin read an answer of an API door: whoever has a key may use it from anywhere. Never with
 * credentials of the browser's own, so that `*` is all headers; what must not be read was taken out before.
 */
export function readableByPages(answer: Response, url: string): Response {
  // An answer that switches to a socket is no answer that CORS knows.
  if (answer.status === 101 || !isApiDoor(url)) return answer
  answer.headers.set('access-control-allow-origin', '*')
  answer.headers.set('access-control-expose-headers', '*')
  return answer
}

/** The names as asked, without what is no name. SDKs add their own by the dozen, so no list of ours would hold. */
function requestedHeaders(list: string): string {
  return list
    .split(',', mostNames)
    .map((name) => name.trim())
    .filter((name) => name.length <= longestName && token.test(name))
    .join(', ')
}

/** Decoded, as whatever routes the request reads it: `/%61pi/key` is `/api/key`. What cannot be read is no place of ours. */
function isApiDoor(url: string): boolean {
  const path = readPath(url)
  return !path.ok || !ownPlaces.has(path.value.decoded[0]?.toLowerCase() ?? '')
}
