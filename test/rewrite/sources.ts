import { providerAt } from '../../src/providers/index.ts'
import type { Provider } from '../../src/providers/provider.ts'
import type { HeaderSources } from '../../src/rewrite/headers.ts'

export const gateway = {
  account: '0123456789abcdef0123456789abcdef',
  gateway: 'default',
  url: 'https://gateway.test/v1',
}

export const base = `${gateway.url}/${gateway.account}/${gateway.gateway}`

export function provider(slug: string): Provider {
  const found = providerAt(slug)
  if (!found) throw new Error(`no provider ${slug}`)
  return found
}

/** Everything but the client's headers, as it mostly is. */
export function sourcesFor(slug: string, more: Partial<HeaderSources> = {}): HeaderSources {
  return {
    caller: { id: 'alice', tags: { team: 'research' } },
    config: { wholesale: false, logPayloads: null },
    provider: provider(slug),
    translated: false,
    requestId: 'r1',
    gatewayToken: 'gateway-token',
    providerKey: null,
    privateHeaders: {},
    ...more,
  }
}
