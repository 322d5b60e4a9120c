import { countingOf } from '../bound/counting.ts'
import type { JsonBody } from '../body/json.ts'
import type { Outgoing } from '../rewrite/rewrite.ts'
import { upstreamUrl } from '../rewrite/url.ts'
import type { Route } from '../route/route.ts'
import type { GatewaySettings } from '../settings.ts'
import type { Fetch } from '../upstream/send.ts'

/** After this, what the bytes say has to do. */
const patienceMs = 2_000

/** Whether a provider can be asked for a better count than one token a byte. */
export function canCount(route: Route, json: JsonBody | null): boolean {
  return json !== null && countingOf(route, json) !== null
}

/** The provider's own free count of a request's input; null if it does not tell in time. Never throws. */
export async function count(
  route: Route,
  json: JsonBody,
  { headers }: Pick<Outgoing, 'headers'>,
  { gateway, fetch }: { gateway: GatewaySettings; fetch: Fetch },
): Promise<number | null> {
  const counting = countingOf(route, json)
  const url = counting && upstreamUrl({ ...route, path: counting.path }, '', gateway)
  if (!counting || !url?.ok) return null
  const own = new Headers(headers)
  own.set('content-type', 'application/json')
  own.set('accept', 'application/json')
  own.delete('idempotency-key')
  try {
    const answer = await fetch(url.value, {
      method: 'POST',
      headers: own,
      body: json.elision?.restored(counting.body) ?? counting.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    return answer.ok ? counting.read(await answer.json()) : null
  } catch {
    return null
  }
}
