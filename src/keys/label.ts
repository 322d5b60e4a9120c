/** Who made a request, as far as the ledger's table `keys` keeps it. */
export interface KeyLabel {
  key_id: string
  name: string | null
  /** JSON object of strings. */
  tags: string | null
  wallet: string | null
}
