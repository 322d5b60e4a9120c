/** One thing that the doctor found. */
export interface Finding {
  /** `error`: something does not work. `warning`: it soon will not, or sums are missing something. */
  level: 'error' | 'warning' | 'note'
  what: string
  /** What to do about it. */
  fix: string
}
