import { quote } from '../refusal/client-text.ts'
import { nearest } from '../refusal/nearest.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'

/** The query's parameters by name; what is not given is absent, an empty text is as good as that. */
export type Parameters<Name extends string> = Partial<Record<Name, string>>

/** Reads a query strictly: an unknown parameter, or one given twice, would give an answer to another question. */
export function readParameters<Name extends string>(
  query: URLSearchParams,
  names: readonly Name[],
): Result<Parameters<Name>> {
  const found: Parameters<Name> = {}
  for (const [name, value] of query) {
    const known = names.find((candidate) => candidate === name)
    if (known === undefined) return unknown(name, names)
    if (found[known] !== undefined) return wrong(known, 'must be given once')
    if (value !== '') found[known] = value
  }
  return accept(found)
}

/** A whole number from 1 to `most`. */
export function readLimit(given: string | undefined, usual: number, most: number): Result<number> {
  if (given === undefined) return accept(usual)
  const limit = /^\d{1,6}$/.test(given) ? Number(given) : 0
  return limit >= 1 && limit <= most
    ? accept(limit)
    : wrong('limit', `must be a whole number from 1 to ${most}`)
}

/** One of a list of words; without a nearest one, all of them are named. */
export function readChoice<Choice extends string>(
  name: string,
  given: string | undefined,
  choices: readonly Choice[],
  usual: Choice,
): Result<Choice> {
  if (given === undefined) return accept(usual)
  const known = choices.find((choice) => choice === given)
  if (known !== undefined) return accept(known)
  return wrong(name, `must be one of ${choices.join(', ')}${didYouMean(given, choices)}`)
}

/** The refusal of a parameter's value, which it never quotes. */
export function wrong(name: string, what: string): Refused {
  return refuse('bad_request', `The parameter \`${name}\` ${what}.`, { param: name })
}

function unknown(name: string, names: readonly string[]): Refused {
  const known = names.length === 0 ? 'It takes none' : `It takes ${names.join(', ')}`
  return refuse(
    'bad_request',
    `This endpoint has no parameter \`${quote(name)}\`${didYouMean(name, names)}. ${known}.`,
    { param: quote(name) },
  )
}

function didYouMean(given: string, known: readonly string[]): string {
  const near = nearest(given, known)
  return near === null ? '' : ` (did you mean "${near}"?)`
}
