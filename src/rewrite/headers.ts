import type { Caller } from '../keys/check.ts'
import type { Config } from '../keys/config.ts'
import type { Provider } from '../providers/provider.ts'
import { metadata } from './metadata.ts'

/**
 * Client headers that mean the same to every provider. An allow-list: what is not here or in the provider's row
 * (keys, cookies, forwarding, organisations) never leaves, also where nobody thought of it.
 */
const passed = headerList([
  'accept',
  'accept-language',
  'content-type',
  'content-encoding',
  'content-language',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'range',
  'user-agent',
  'x-client-request-id',
  'x-fern-*',
  'x-stainless-*',
])

/** What a client may say to the gateway itself. https://developers.cloudflare.com/ai-gateway/glossary/ */
const passedToGateway: ReadonlyMap<string, (value: string) => boolean> = new Map(
  Object.entries({
    'cf-aig-cache-ttl': () => true,
    'cf-aig-skip-cache': () => true,
    'cf-aig-request-timeout': () => true,
    'cf-aig-max-attempts': () => true,
    // Logging may be turned down by a client, never up.
    'cf-aig-collect-log': isFalse,
    'cf-aig-collect-log-payload': isFalse,
  }),
)

function isFalse(value: string): boolean {
  return value.toLowerCase() === 'false'
}

/** Values of headers that would be shared between keys if they went up as they are. */
export interface PrivateHeaders {
  'cf-aig-cache-key'?: string
  'cf-aig-skip-cache'?: 'true'
  'idempotency-key'?: string
}

/** Everything but the client's headers that goes into the upstream's. */
export interface HeaderSources {
  caller: Pick<Caller, 'id' | 'tags'>
  config: Pick<Config, 'wholesale' | 'logPayloads'>
  provider: Provider
  /** It goes up in another API's words than it came in. */
  translated: boolean
  requestId: string
  gatewayToken: string | null
  /** The operator's own key for the provider, where the gateway does not store it. */
  providerKey: string | null
  privateHeaders: PrivateHeaders
}

/** The headers of the upstream request. */
export function upstreamHeaders(client: Headers, sources: HeaderSources): Headers {
  const { provider, config } = sources
  const headers = new Headers(provider.defaultHeaders)
  // The provider's own headers would change the meaning of words that are not the client's.
  const own = sources.translated ? () => false : ownHeaders(provider)
  for (const [name, value] of client) {
    if (passed(name) || own(name) || passedToGateway.get(name)?.(value)) headers.set(name, value)
  }
  // Reading a compressed answer would decode it and encode it again.
  headers.set('accept-encoding', 'identity')

  if (sources.providerKey !== null) {
    const { header, scheme } = provider.credential
    headers.set(header, scheme === undefined ? sources.providerKey : `${scheme} ${sources.providerKey}`)
  }
  if (sources.gatewayToken !== null) headers.set('cf-aig-authorization', `Bearer ${sources.gatewayToken}`)
  if (!config.wholesale) headers.set('cf-aig-no-wholesale', 'true')
  if (config.logPayloads !== null && !headers.has('cf-aig-collect-log-payload')) {
    headers.set('cf-aig-collect-log-payload', String(config.logPayloads))
  }
  headers.set('cf-aig-metadata', metadata(sources.caller, sources.requestId))
  for (const [name, value] of Object.entries(sources.privateHeaders)) headers.set(name, value)
  return headers
}

const ownLists = new WeakMap<Provider, (name: string) => boolean>()

function ownHeaders(provider: Provider): (name: string) => boolean {
  let list = ownLists.get(provider)
  if (!list) ownLists.set(provider, (list = headerList(provider.headers ?? [])))
  return list
}

function headerList(names: readonly string[]): (name: string) => boolean {
  const exact = new Set(names.filter((name) => !name.endsWith('*')))
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
