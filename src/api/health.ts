import type { ReadSettings } from '../settings.ts'

/** `GET /health`, without a key: whether the Worker has all that it needs. Names settings, never their values. */
export function health({ missing, problems }: ReadSettings): Response {
  const ok = missing.length === 0 && problems.length === 0
  return Response.json(
    { ok, missing, problems },
    { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } },
  )
}
