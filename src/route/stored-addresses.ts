import { hasEscapedLetter } from '../body/members.ts'
import { objectsIn } from '../body/objects.ts'

/** Whether a JSON text can hold an address at all. */
export function mayHoldAddress(text: string): boolean {
  return /https?/i.test(text) || hasEscapedLetter(text)
}

/**
 * The member of a body that holds an address on one of a provider's own hosts, wherever it stands; null where none does.
 * What is stored there the upstream opens with the operator's credential, whatever the member is called: a model's
 * inputs have names of their own.
 */
export function ownAddressNamed(body: unknown, hosts: readonly string[]): string | null {
  for (const object of objectsIn(body, () => false)) {
    for (const [name, member] of Object.entries(object)) {
      if (textsIn(member).some((text) => isAt(text, hosts))) return name
    }
  }
  return null
}

/** A text, or those of a list and of the lists in it. Without recursion: lists can be nested 50,000 deep. */
function textsIn(member: unknown): string[] {
  const texts: string[] = []
  const waiting: unknown[] = [member]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string') texts.push(next)
    if (Array.isArray(next)) for (const item of next) waiting.push(item)
  }
  return texts
}

function isAt(text: string, hosts: readonly string[]): boolean {
  // Anything longer is data, and parsing it would cost its length.
  if (text.length > longestAddress || !URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return /^https?:$/.test(protocol) && hosts.includes(hostname.replace(/\.$/, ''))
}

const longestAddress = 8 * 1024
