import { withheld } from './withheld-headers.ts'

/** What Tollgate says about an answer. */
export interface AnswerFacts {
  requestId: string
  /** The gateway's URL up to the provider's slug: what it begins is here the path of an own door. */
  gatewayPlace: string
  /**
   * `untouched`: the upstream's body is handed on as it is; its encoding and length still hold, and the runtime
   * encodes it again if something read it on the way. `remade`: the body is other bytes than the upstream sent, or
   * the decoded ones; what described the sent bytes goes.
   */
  body: 'untouched' | 'remade'
  /** Its client would send its key to wherever `location` leads. */
  keyFollows?: boolean
  /** One or more metrics of https://www.w3.org/TR/server-timing/, added to the upstream's own. */
  serverTiming?: string
  /** More headers of ours, such as `tollgate-target`; they win. */
  more?: Iterable<readonly [name: string, value: string]>
}

/** Headers that describe the bytes which were sent. */
const ofTheBytes = [
  'accept-ranges',
  'content-digest',
  'content-encoding',
  'content-length',
  'content-md5',
  'content-range',
  'digest',
  'etag',
  'repr-digest',
]

/**
 * The headers of the answer to a client: the upstream's without those that end at this hop, belong to the operator's
 * account, or would act on Tollgate's own origin, where the dashboard lives.
 */
export function answerHeaders(upstream: Headers, ours: AnswerFacts): Headers {
  const headers = new Headers(upstream)
  makeOurs(headers, ours)
  return headers
}

/** The same in place, for a response that was made with the upstream's: they are copied once less. */
export function makeOurs(headers: Headers, ours: AnswerFacts): void {
  const named =
    headers
      .get('connection')
      ?.split(',')
      .map((name) => name.trim().toLowerCase()) ?? []
  const gone = new Set(ours.body === 'remade' ? [...named, ...ofTheBytes] : named)
  const names = Array.from(headers.keys())
  for (const name of names) {
    if (gone.has(name) || withheld(name)) headers.delete(name)
  }
  const location = headers.get('location')
  if (location?.startsWith(ours.gatewayPlace)) {
    headers.set('location', `/${location.slice(ours.gatewayPlace.length)}`)
  } else if (location !== null && ours.keyFollows === true && leadsElsewhere(location)) {
    headers.delete('location')
  }
  headers.set('tollgate-request-id', ours.requestId)
  headers.set('content-security-policy', 'sandbox')
  headers.set('x-content-type-options', 'nosniff')
  if (ours.serverTiming !== undefined) headers.append('server-timing', ours.serverTiming)
  for (const [name, value] of ours.more ?? []) headers.set(name, value)
}

const here = 'https://here.invalid'

function leadsElsewhere(location: string): boolean {
  return !URL.canParse(location, here) || new URL(location, here).origin !== here
}
