/**
 * Headers of an upstream that do not reach a client, by reason. Patterns are by kind, not by provider, so that a
 * provider nobody has listed leaks nothing either.
 */
export const withheldHeaders = {
  /** RFC 9110 section 7.6.1, and `proxy-*`, which RFC 9110 section 11.7 gives to the next hop only. */
  hopByHop: /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.+)$/,

  /** State and work that a browser would keep or do for our origin on another host's word; it would ask for passwords. */
  origin:
    /^(www-authenticate|referrer-policy|set-cookie2?|clear-site-data|refresh|link|service-worker-.+|speculation-rules|use-as-dictionary|set-login|login-status|attribution-reporting-.+|shared-storage-write|secure-session-.+|sourcemap|x-sourcemap|accept-ch|critical-ch|origin-agent-cluster|origin-trial|document-policy|permissions-policy|activate-storage-access)$/,

  /** How browsers reach and report on a host: the upstream speaks of its own. `nel` would report `?key=`. */
  host: /^(strict-transport-security|alt-svc|nel|report-to|reporting-endpoints|expect-ct|public-key-pins(-report-only)?|content-security-policy-report-only|cf-ray)$/,

  /** What other origins may read is Tollgate's to say. */
  crossOrigin: /^(access-control-.+|cross-origin-.+|timing-allow-origin)$/,

  /** Names of the operator's account at the provider. */
  account: /(^|-)(organi[sz]ation|org|project|workspace|account|tenant|subscription)(-(id|name))?$/,

  /** Allowances of the shared account; a key's own are set by Tollgate. `retry-after` stays. */
  allowance: /(^|-)rate-?limit(-|$)|-(limit|remaining|reset)(-|$)|concurrent-requests$/,

  /** Credentials, should an upstream echo them. */
  credential:
    /^(authorization|cookie|api-key|.*-api-key|cf-aig-authorization|cf-aig-metadata|x-amz-security-token|.*-auth(entication)?-token)$/,

  /**
   * Where a vendor's own client would go on by itself, its key in hand and past Tollgate: resumable uploads
   * (https://ai.google.dev/gemini-api/docs/files), operations that take long. `location` is judged by where it leads.
   */
  address: /^(operation-location|azure-asyncoperation)$|-ur[il]$/,

  /** Only Tollgate speaks in its own name. */
  ours: /^tollgate-/,
} as const satisfies Record<string, RegExp>

const anyRule = new RegExp(
  Object.values(withheldHeaders)
    .map((rule) => rule.source)
    .join('|'),
)

/** Names already decided: the same few come with every answer, and the rules are dear. */
const decided = new Map<string, boolean>()
const mostDecided = 1_000

/** Whether a header of the upstream (name in lower case) is kept from the client. */
export function withheld(name: string): boolean {
  const known = decided.get(name)
  if (known !== undefined) return known
  const kept = anyRule.test(name)
  if (decided.size < mostDecided) decided.set(name, kept)
  return kept
}
