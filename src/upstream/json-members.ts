/** A JSON object whose members nobody has vouched for. */
export type Members = Readonly<Record<string, unknown>>

/** The members of a JSON object; null for any other value, arrays too. */
export function membersOf(value: unknown): Members | null {
  return isMembers(value) ? value : null
}

/** A list's first item; anything else is itself. */
export function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
