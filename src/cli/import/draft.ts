/** What a field of the other gateway becomes here, for the printed table. */
export interface Mapping {
  theirs: string
  ours: string
}

/** A key of another gateway, as far as it can be said here. */
export interface ImportedKey {
  place: string
  /** SHA-256 of the whole token, hex in lower case. */
  digest: string
  /** What its id is made of. */
  alias: string | null
  /** The fields of its record, without `id`. */
  fields: Readonly<Record<string, unknown>>
  /** Every field that is lost or changed, one phrase each. */
  lost: readonly string[]
}

export interface ImportedWallet {
  /** Its name in `@config.wallets`. */
  name: string
  budget: WrittenBudget
  lost: readonly string[]
}

export interface WrittenBudget {
  usd: number
  per: 'day' | 'week' | 'month' | 'total'
}

/** A row read as a key, or why it is not imported. */
export type Drafted = { ok: true; key: ImportedKey } | { ok: false; message: string }
