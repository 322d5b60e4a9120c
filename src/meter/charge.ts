/** What is held for a request, or what it is charged for. */
export interface Charge {
  /** Integer nano-USD. */
  readonly nano: number
  /** Input and output. */
  readonly tokens: number
}

export const nothingHeld: Charge = { nano: 0, tokens: 0 }
