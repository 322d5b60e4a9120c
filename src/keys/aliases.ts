/** What the operator says of requests that go to a target. */
export interface TargetOptions {
  /** How long its first byte may take, in ms; null is the usual limit. */
  timeoutMs: number | null
  /** Seconds for which the gateway may keep an answer, for a client that does not say; null is the gateway's own rule. */
  cacheTtl: number | null
  /** Query parameters for a client that did not send them. */
  query: Readonly<Record<string, string>>
}

/** One place where an alias leads. */
export interface AliasTarget extends TargetOptions {
  /** `provider/model`. */
  to: string
  /** How often it is the first one tried, against the others of its chain; null where its chain has no weights. */
  weight: number | null
}

/** The models of `@config`: chains of targets by the names that clients ask for. */
export interface Aliases {
  /** Patterns too, as they are written. */
  exact: ReadonlyMap<string, readonly AliasTarget[]>
  /** In the order in which they are written. */
  globs: readonly { glob: string; chain: readonly AliasTarget[] }[]
}

export const noAliases: Aliases = { exact: new Map(), globs: [] }

/** A name with `*`, any run of characters, or `?`, one of them. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name)
}
