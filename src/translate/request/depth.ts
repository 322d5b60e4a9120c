/** No request that people write is nested deeper; serializers and schema readers recurse, and a stack has an end. */
const deepest = 256

/** Whether a JSON value is nested deeper than a translation goes. Without recursion, level by level. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= deepest; depth++) {
    const next: unknown[] = []
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue
      for (const member of Object.values(item)) if (typeof member === 'object') next.push(member)
    }
    if (next.length === 0) return false
    level = next
  }
  return true
}
