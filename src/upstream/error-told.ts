import { firstOf, type Members, membersOf } from './json-members.ts'

/** What an error of any provider says, wherever its shape puts it. */
export interface Told {
  message: string
  code: string | null
  type: string | null
  param: string | null
}

/** Members that can hold the error as an object or a list of objects. */
const holders = ['error', 'errors', 'detail', 'message'] as const
/** Members that can hold the words, the most telling first. */
const words = ['message', 'Message', 'msg', 'detail', 'errors', 'error', 'title', 'description'] as const
const deepest = 4
const longestList = 5

/**
 * Reads `{error: {…}}`, lists of it, `{error: "text"}`, `{errors: […]}`, `{message}` at the top level, validation
 * lists under `detail`, and their relatives. Null if no words are found. Never throws.
 */
export function toldBy(json: unknown): Told | null {
  const body = firstOf(json)
  const message = sentence(body, 0)
  if (message === null) return null
  const outer = membersOf(body) ?? {}
  const inner = holders.map((name) => membersOf(firstOf(outer[name]))).find((members) => members !== null)
  const told = { ...outer, ...inner }
  return { message, code: codeOf(told), type: typeOf(told), param: textOf(told['param']) }
}

function sentence(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return textOf(value)
  if (depth > deepest) return null
  if (Array.isArray(value)) return list(value, depth)
  const members = membersOf(value)
  if (members === null) return null
  // An `error` that is an object outranks words beside it, which only frame it.
  const inside = typeof members['error'] === 'object' ? sentence(members['error'], depth + 1) : null
  const said = inside ?? firstSaid(members, depth)
  return said === null ? null : placeOf(members) + said
}

function list(items: readonly unknown[], depth: number): string | null {
  const said = items.slice(0, longestList).map((item) => sentence(item, depth + 1))
  return textOf(said.filter((text) => text !== null).join('; '))
}

function firstSaid(members: Members, depth: number): string | null {
  for (const name of words) {
    const said = sentence(members[name], depth + 1)
    if (said !== null) return said
  }
  return null
}

/** Validation lists say where: `loc: ['body', 'messages', 0]`. */
function placeOf({ loc }: Members): string {
  if (!Array.isArray(loc)) return ''
  const steps = loc.slice(0, 8).filter((step) => typeof step === 'string' || typeof step === 'number')
  return `${steps.join('.')}: `
}

/** A `status` in words says more than a number beside it, which mostly repeats the HTTP status. */
function codeOf(told: Members): string | null {
  const { code } = told
  if (typeof code === 'number') return textOf(told['status']) ?? String(code)
  return textOf(code) ?? textOf(told['status']) ?? textOf(told['__type'])
}

function typeOf({ type }: Members): string | null {
  return type === 'error' ? null : textOf(type)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
