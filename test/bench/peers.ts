import { basename } from 'node:path'

/** Another gateway that is held against the same upstream, as one ES module that a Worker can have as its main one. */
export interface Peer {
  name: string
  file: string
  /** What tells it where to: `{provider}` and `{upstream}` (`http://127.0.0.1:PORT`) stand for what they say. */
  headers: Readonly<Record<string, string>>
  bindings: Record<string, string | string[]>
}

/** How a known one is addressed. */
const known = {
  // https://portkey.ai/docs/api-reference/inference-api/headers
  portkey: {
    name: 'Portkey',
    headers: { 'x-portkey-provider': '{provider}', 'x-portkey-custom-host': '{upstream}/v1' },
    // https://github.com/Portkey-AI/gateway/blob/main/wrangler.toml
    bindings: { ENVIRONMENT: 'production', CUSTOM_HEADERS_TO_IGNORE: [] },
  },
} satisfies Record<string, Omit<Peer, 'file'>>

/** The peer of a command line: a known one, unless it has headers of its own (`NAME: VALUE`). Throws on a header without a colon. */
export function peerOf(file: string, headers: readonly string[]): Peer {
  if (headers.length === 0) return { ...known.portkey, file }
  return { name: basename(file), file, headers: Object.fromEntries(headers.map(split)), bindings: {} }
}

/** The headers of one request to it. */
export function peerHeaders(
  { headers }: Pick<Peer, 'headers'>,
  provider: string,
  upstream: string,
): Record<string, string> {
  const filled = (value: string) =>
    value.replaceAll('{provider}', provider).replaceAll('{upstream}', upstream)
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)]))
}

function split(header: string): [name: string, value: string] {
  const colon = header.indexOf(':')
  if (colon < 1) throw new Error(`--peer-header needs NAME: VALUE, not ${header}`)
  return [header.slice(0, colon).trim().toLowerCase(), header.slice(colon + 1).trim()]
}
