import type * as z from 'zod/mini'
import { quoteName } from './json-scan.ts'
import { nearest } from '../refusal/nearest.ts'

/**
 * The known field names by the path of the object that has them; the whole entry's path is empty. `*` in a path is a
 * name that people choose.
 */
export type KnownFields = Readonly<Record<string, readonly string[]>>

export type Strict<T> = { ok: true; value: T } | { ok: false; message: string }

const mostNamed = 3

/**
 * Checks a value against a schema whose every error says what was expected. The message names the fields at fault
 * and, for an unknown one, the nearest known name; it never quotes a value.
 */
export function checkStrictly<T>(schema: z.ZodMiniType<T>, known: KnownFields, value: unknown): Strict<T> {
  const hidden = findProto(value, [])
  if (hidden !== null) return { ok: false, message: unknownField('__proto__', hidden, known) }
  const checked = schema.safeParse(value)
  if (checked.success) return { ok: true, value: checked.data }
  const mistakes = checked.error.issues.flatMap((issue) => describe(issue, known))
  const more = mistakes.length > mostNamed ? [`and ${mistakes.length - mostNamed} more`] : []
  return { ok: false, message: [...mistakes.slice(0, mostNamed), ...more].join('; ') }
}

/** `JSON.parse` makes `__proto__` a field like any other, but zod's records skip it: it would pass unseen. */
function findProto(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value !== 'object' || value === null) return null
  if (Object.hasOwn(value, '__proto__')) return path
  for (const [name, inner] of Object.entries(value)) {
    const found = findProto(inner, [...path, name])
    if (found !== null) return found
  }
  return null
}

function describe(issue: z.core.$ZodIssue, known: KnownFields): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => unknownField(name, issue.path, known))
  const path = pathOf(issue.path)
  return [path === '' ? issue.message : `${path} ${issue.message}`]
}

function unknownField(name: string, path: readonly PropertyKey[], known: KnownFields): string {
  const inside = path.length === 0 ? '' : ` in ${pathOf(path)}`
  const near = nearest(name, fieldsAt(path, known))
  return `unknown field ${quoteName(name)}${inside}${near === null ? '' : ` (did you mean "${near}"?)`}`
}

function fieldsAt(path: readonly PropertyKey[], known: KnownFields): readonly string[] {
  const fits = (pattern: string): boolean => {
    const steps = pattern === '' ? [] : pattern.split('.')
    return steps.length === path.length && steps.every((step, index) => step === '*' || step === path[index])
  }
  return Object.entries(known).find(([pattern]) => fits(pattern))?.[1] ?? []
}

/** `models[2]`, `budget.usd`. A name that people choose (a tag's) is shown like an unknown field's. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((written, step) => {
    if (typeof step === 'number') return `${written}[${step}]`
    const name = String(step)
    const shown = /^[a-z_]{1,32}$/.test(name) ? name : quoteName(name)
    return written === '' ? shown : `${written}.${shown}`
  }, '')
}
