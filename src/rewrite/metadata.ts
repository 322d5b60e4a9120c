import type { Caller } from '../keys/check.ts'

/** The gateway keeps five entries of metadata and drops the rest in silence; identity takes two of them. */
const mostTags = 3
const reserved = /^(cf\.|key$|request$)/

/**
 * The value of `cf-aig-metadata`: who made the request, verified, so that the gateway's own logs, policies and spend
 * limits work per key. A flat JSON object in ASCII, because a header carries nothing else safely.
 * https://developers.cloudflare.com/ai-gateway/observability/custom-metadata/
 */
export function metadata(caller: Pick<Caller, 'id' | 'tags'>, requestId: string): string {
  const tags = Object.entries(caller.tags ?? {})
    .filter(([name]) => !reserved.test(name))
    .slice(0, mostTags)
  const entries = [['key', caller.id], ['request', requestId], ...tags]
  return ascii(JSON.stringify(Object.fromEntries(entries)))
}

function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
