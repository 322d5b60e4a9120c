import type { Route } from '../route/route.ts'

/** Whether nobody charges for requests to this endpoint, whatever is in them: they look, store, count or delete. */
export function isFree({ endpoint, provider }: Route, method: string): boolean {
  // What asks after a job, or stops it, is paid by the request that began it.
  const readsJob = endpoint?.job !== undefined && 'reads' in endpoint.job
  if (endpoint?.bound === 'free' || readsJob) return true
  const looks = /^(GET|HEAD|DELETE|OPTIONS)$/.test(method)
  return looks && (endpoint !== null || provider.unlisted !== 'inference')
}
