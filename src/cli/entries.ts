/** A name in KV, and the id that its metadata tells of: what a command wrote for an imported token. */
export interface EntryName {
  name: string
  id: string | null
}

/** An entry to write. `id` becomes its metadata, so that a list tells it without reading the entry. */
export interface Entry extends EntryName {
  value: string
}

/** The namespace of keys, local or of the deployed Worker. Every verb throws what its transport throws. */
export interface Entries {
  /** All names that begin like this, in KV's own order. */
  list(prefix: string): Promise<EntryName[]>
  /** The values, null where there is none. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  write(entries: readonly Entry[]): Promise<void>
  remove(names: readonly string[]): Promise<void>
}

/** Slices of at most `size`. */
export function slicesOf<Item>(items: readonly Item[], size: number): Item[][] {
  const slices: Item[][] = []
  for (let start = 0; start < items.length; start += size) slices.push(items.slice(start, start + size))
  return slices
}
