import { parseArgs } from 'node:util'
import { nearest } from '../refusal/nearest.ts'

/** A flag of a command: `takes` shows its value in the help and is absent from a switch. */
interface Flag {
  takes?: string
  /** It may be given more than once. */
  many?: boolean
  says: string
}

export type Flags = Readonly<Record<string, Flag>>

/** What was typed after a command's name. */
export interface Typed {
  words: string[]
  /** The last value of a flag, `''` for a switch, undefined where it was not given. */
  one(flag: string): string | undefined
  all(flag: string): string[]
}

/** Reads a command line strictly: a typo must never mean that a limit was not set. */
export function readFlags(
  args: readonly string[],
  flags: Flags,
): { ok: true; value: Typed } | { ok: false; message: string } {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, { type: flag.takes ? 'string' : 'boolean' } as const]),
  )
  const parsed = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  const given = new Map<string, string[]>()
  const words: string[] = []
  for (const token of parsed.tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const mistake = mistakeIn(token, flags, given.has(token.name))
    if (mistake !== null) return { ok: false, message: mistake }
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? ''])
  }
  const all = (flag: string) => given.get(flag) ?? []
  return { ok: true, value: { words, all, one: (flag) => all(flag).at(-1) } }
}

interface GivenFlag {
  name: string
  /** As it was typed, with its dashes. */
  rawName: string
  value?: string | undefined
  /** Written as `--name=value`. */
  inlineValue?: boolean | undefined
}

function mistakeIn(given: GivenFlag, flags: Flags, again: boolean): string | null {
  const { name, rawName, value } = given
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined
  if (flag === undefined) {
    const near = nearest(name, Object.keys(flags))
    return `unknown flag ${rawName}${near === null ? '' : ` (did you mean --${near}?)`}`
  }
  if (!flag.takes && value !== undefined) return `${rawName} takes no value`
  // `--name --expires …`: what looks like a flag is a value only in `--name=--expires`.
  const isNext = !given.inlineValue && value?.startsWith('-')
  if (flag.takes && (!value || isNext)) return `${rawName} needs a value: ${flag.takes}`
  if (again && !flag.many) return `${rawName} is given twice`
  return null
}

/** One line a flag, for a command's help. */
export function describeFlags(flags: Flags): string {
  const written = Object.entries(flags).map(([name, flag]): [string, string] => [
    `--${name}${flag.takes ? ` ${flag.takes}` : ''}`,
    flag.says,
  ])
  const width = Math.max(...written.map(([flag]) => flag.length))
  return written.map(([flag, says]) => `  ${flag.padEnd(width)}  ${says}`).join('\n')
}
