/** What serves the files: the binding `ASSETS` is one. */
export interface PageFiles {
  fetch(request: Request): Promise<Response>
}

/** The files by their paths on the Worker: `/`, and below `/dashboard`, where no door can be. */
const files: ReadonlyMap<string, string> = new Map([
  ['/', '/home.html'],
  ['/dashboard', '/dashboard.html'],
  ['/dashboard/', '/dashboard.html'],
  ['/dashboard/home.js', '/home.js'],
  ['/dashboard/dashboard.js', '/dashboard.js'],
  ['/dashboard/shared.js', '/shared.js'],
  ['/dashboard/pages.css', '/pages.css'],
])

/** Where there is a page, or a file of one. */
export const pagePaths: readonly string[] = [...files.keys()]

/**
 * Nothing but the pages' own files runs, and nobody else is talked to: the pages handle keys. Markup can be made from
 * no text, so that a name with markup in it stays a name. https://www.w3.org/TR/CSP3/ https://www.w3.org/TR/trusted-types/
 *
 * The second policy holds beside the first: what a provider answered stands on this origin too, and is no page's file.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')
/** `'self'` takes no path. Any host: the first policy leaves only this one. */
const filesOnly = 'script-src *:*/dashboard/; style-src *:*/dashboard/'

const pageHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': `${policy}, ${filesOnly}`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** A page or a file of one; null where this deployment has none. */
export async function servePage(
  { method, url, headers }: Request,
  assets: PageFiles,
): Promise<Response | null> {
  const file = files.get(new URL(url).pathname)
  if (file === undefined) return null
  const known = headers.get('if-none-match')
  const asked = new Request(new URL(file, url), {
    method,
    ...(known && { headers: { 'if-none-match': known } }),
  })
  const found = await assets.fetch(asked)
  if (found.status !== 200 && found.status !== 304) return null
  const answer = new Headers(pageHeaders)
  for (const name of ['content-type', 'etag']) {
    const value = found.headers.get(name)
    if (value !== null) answer.set(name, value)
  }
  return new Response(found.body, { status: found.status, headers: answer })
}
