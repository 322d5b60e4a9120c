import { findMember } from '../body/members.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { valueAt } from '../usage/json.ts'

/** Whether a text may name something at one of these dotted paths. */
export function mayNameAt(text: string, paths: readonly string[]): boolean {
  return paths.some((path) => path.split('.').every((name) => text.includes(`"${name}"`)))
}

/**
 * The JSON text of `frame` with the models at these dotted paths by the names that the upstream knows them by, and every
 * other byte kept.
 */
export function withUpstreamNames(
  text: string,
  frame: Readonly<Record<string, unknown>>,
  paths: readonly string[],
  upstreamName: (model: string) => Result<string>,
): Result<string> {
  let changed = text
  for (const path of paths) {
    const named = valueAt(frame, path)
    if (typeof named !== 'string') continue
    const name = upstreamName(named)
    if (!name.ok) return name
    if (name.value !== named) changed = withTextAt(changed, path, name.value)
  }
  return accept(changed)
}

function withTextAt(text: string, path: string, value: string): string {
  let [start, end] = [0, 0]
  for (const name of path.split('.')) {
    const member = findMember(text, name, start)
    if (member === null) return text
    ;({ start, end } = member)
  }
  return text.slice(0, start) + JSON.stringify(value) + text.slice(end)
}
