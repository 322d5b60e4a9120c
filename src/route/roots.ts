import { type EndpointMatch, matchEndpoint } from '../endpoints/endpoint.ts'
import type { Provider, Root } from '../providers/provider.ts'

/** The first root of a provider that knows the endpoint. */
export function matchRoots(
  provider: Provider,
  method: string,
  decoded: readonly string[],
  query = '',
): { match: EndpointMatch | null; root: Root | null } {
  const path = decoded.at(-1) === '' ? decoded.slice(0, -1) : decoded
  for (const root of provider.roots) {
    const at = root.at === '' ? [] : root.at.split('/')
    const params: Record<string, string> = {}
    const fits = at.every((part, index) => {
      const segment = path[index]
      const name = /^\{(\w+)\}$/.exec(part)?.[1]
      if (name !== undefined && segment !== undefined) params[name] = segment
      return name === undefined ? segment?.toLowerCase() === part : segment !== undefined
    })
    if (!fits) continue
    const match = matchEndpoint(root.api, method, path.slice(at.length).join('/'), query)
    if (match) return { match: { ...match, params: { ...match.params, ...params } }, root }
  }
  return { match: null, root: null }
}
