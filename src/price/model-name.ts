/** How a rule compares its text with a model's name. Capitals do not count. */
export type RuleKind = keyof typeof ruleKinds

/** The rules of the data set by the mark that stands before their text in the catalogue. */
export const ruleKinds = {
  /** The text, and an ending that makes no other model of it. */
  begins: '^',
  /** The text anywhere: before it a place or a host, after it such an ending. */
  contains: '*',
  /** The text at the end, before it a place or a host. */
  ends: '$',
  /** The text and a date. */
  dated: '#',
} as const

/** The longest name that is compared: longer ones are nobody's. */
export const longestName = 200

const date = '20\\d{6}|20\\d\\d-\\d\\d-\\d\\d'

/**
 * Endings that name a snapshot or a version of one and the same model: `-20250929`, `-v1:0`, `@20250929`, `-latest`,
 * `-preview-09-2025`, `-001`, `:1000k`. A `-5` is another model. At most four, so that no name makes this slow.
 */
const ending = new RegExp(
  `^(?:[-@:](?:${date}|\\d\\d-\\d\\d|\\d\\d-20\\d\\d|\\d{3,4}|latest|preview|exp|beta|v\\d+(?=[:@-]|$))|:\\d{1,4}k?){0,4}$`,
)
const datedEnding = new RegExp(`^-(?:${date})$`)
/** A fine-tuned model's own name follows its base's. https://platform.openai.com/docs/guides/fine-tuning */
const tunedEnding = /^[\d-]*(?::.*)?$/
const version = /-v(\d+)(?=[:@-]|$)/

/** Whether a rule of the entry `id` holds for a name. Both in lower case. */
export function fits(kind: RuleKind, text: string, name: string, id: string): boolean {
  if (kind === 'dated') return name.startsWith(text) && datedEnding.test(name.slice(text.length))
  if (kind === 'ends') return name.endsWith(text) && isPlace(name.slice(0, -text.length))
  const at = kind === 'begins' ? (name.startsWith(text) ? 0 : -1) : name.indexOf(text)
  if (at === -1 || !isPlace(name.slice(0, at))) return false
  return hasOwnEnding(text, name.slice(at + text.length), id)
}

/** `us.`, `anthropic/`, an ARN up to its last slash. */
function isPlace(before: string): boolean {
  return before === '' || /[./:]$/.test(before)
}

function hasOwnEnding(text: string, rest: string, id: string): boolean {
  if (text.startsWith('ft:')) return tunedEnding.test(rest)
  if (text.endsWith('.ft-')) return rest !== ''
  // A text may stop inside a number (`-2025` of `-20250514`): its last part is looked at whole.
  const split = /^[\d@:-]/.test(rest) || rest === '' ? (/[-@:]\d*$/.exec(text)?.[0] ?? '') : ''
  const continued = split !== '' && /^\d/.test(rest)
  const whole = continued ? split + rest : rest
  return ending.test(whole) && agree(version.exec(whole)?.[1], version.exec(id)?.[1])
}

/** Where an entry is of one version, another one is another model: `titan-embed-text-v2`. */
function agree(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other
}

/** The name with its dates written `2025-05-14`, as the data set compares it a second time. */
export function withDashedDates(name: string): string {
  return name.replace(/-(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/g, '-$1-$2-$3')
}

/** Whether one name is the other with a date or a version after it. */
export function isSnapshot(name: string, of: string): boolean {
  return name.startsWith(of) && ending.test(name.slice(of.length))
}

/** Whether one name is the other with a place before it, and a date, a version or a variant (`:free`) after it. */
export function saysMore(name: string, than: string): boolean {
  const at = name.indexOf(than)
  if (at === -1 || !isPlace(name.slice(0, at))) return false
  const rest = name.slice(at + than.length)
  return rest.startsWith(':') || ending.test(rest)
}
