/** What a request of one method and path costs, where the operator says so. */
export interface Charge {
  /** In capitals; `*` is any. */
  method: string
  /** Decoded and in lower case, below the provider's own door, no slash at its ends; a last `*` is everything below. */
  path: string
  /** A singular noun. */
  unit: string
  nanoUsd: number
}

/** What one request is charged: one unit of something, or nothing (`unit` null). */
export interface Charged {
  unit: string | null
  nanoUsd: number
}

/**
 * The charge of a request, once it is answered 2xx; null where none is known. `spellings` are the decoded paths that
 * mean it. Where some requests have a charge, those that only look (polls for what a charged one began) are free.
 * Capitals do not count: some upstreams ignore them.
 */
export function chargeOf(
  charges: readonly Charge[],
  method: string,
  spellings: readonly (readonly string[])[],
): Charged | null {
  if (charges.length === 0) return null
  const asked = method === 'HEAD' ? 'GET' : method
  const paths = spellings.map(pathOf)
  const found = charges.find(
    (charge) =>
      (charge.method === '*' || charge.method === asked) && paths.some((path) => covers(charge.path, path)),
  )
  if (found) return { unit: found.unit, nanoUsd: found.nanoUsd }
  return asked === 'GET' ? { unit: null, nanoUsd: 0 } : null
}

function pathOf(decoded: readonly string[]): string {
  return decoded
    .filter((segment) => segment !== '')
    .join('/')
    .toLowerCase()
}

function covers(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}
