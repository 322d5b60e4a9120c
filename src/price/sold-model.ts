import { providerAt } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import type { PriceSource } from '../providers/price-source.ts'
import { findEntry, type Found } from './catalogue.ts'
import { isSnapshot, saysMore } from './model-name.ts'

/** The entry that a model is sold by. */
export interface Priced extends Found {
  /** The name that the entry was found by. */
  name: string
  source: PriceSource
}

/**
 * The catalogue's entry of what was sold. The served name says best what that was, as the one asked for may be an alias
 * or a deployment's (an Azure `gpt-4o-mini` can be a `gpt-4o`); but where the one asked for is the same with a place or a
 * version, that says more (`global.anthropic.claude-x-v1:0`, whose place has a price). A served name without an entry is
 * that of the one asked for only if it is a snapshot or the beginning of it.
 */
export function soldModel(provider: string, asked: string | null, served: string | null): Priced | null {
  const row = providerAt(provider)
  if (!row?.prices) return null
  const source = row.prices
  const prefixes = prefixesOf(row)
  const find = (name: string): Priced | null => {
    const bare = withoutPrefix(name, prefixes)
    const found = findEntry(source.from, name) ?? (bare === name ? null : findEntry(source.from, bare))
    return found && { ...found, name: bare, source }
  }
  const [whole, part] = [asked?.toLowerCase() ?? '', served?.toLowerCase() ?? '']
  if (asked !== null && (served === null || saysMore(whole, part))) {
    return find(asked) ?? (served === null ? null : find(served))
  }
  if (served === null) return null
  const known = find(served)
  if (known || asked === null) return known
  const [one, other] = [withoutPrefix(part, prefixes), withoutPrefix(whole, prefixes)]
  return isSnapshot(one, other) || other.startsWith(`${one}-`) ? find(asked) : null
}

/** The names that an operator's price can have, those with the provider first, in the order of the models. */
export function modelNames(provider: string, models: readonly (string | null)[]): string[] {
  const row = providerAt(provider)
  const bare = models
    .filter((model) => model !== null)
    .map((model) => (row === null ? model : withoutPrefix(model, prefixesOf(row))))
  const providers = row === null ? [provider] : [row.slug, ...(row.names ?? [])]
  return bare.flatMap((model) => providers.map((name) => `${name}/${model}`).concat(model))
}

function prefixesOf({ modelPrefixes = [], slug, names = [] }: Provider): string[] {
  return [...modelPrefixes, ...[slug, ...names].map((name) => `${name}/`)]
}

function withoutPrefix(name: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((prefix) => name.toLowerCase().startsWith(prefix))
  return prefix === undefined ? name : name.slice(prefix.length)
}
