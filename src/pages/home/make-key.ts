import { makeToken, sha256Hex } from '../../keys/token.ts'
import { parseRecord } from '../../keys/record.ts'
import { find, say } from '../document.ts'
import { draftEntry, type Wishes } from './draft.ts'

/** Makes a key from the form, in this browser, and hands its entry to `show`. */
export function wireMaking(show: (name: string, value: string) => void): void {
  const form = find('#wishes', HTMLFormElement)
  const problem = find('#wishes-problem', HTMLElement)
  const made = find('#made', HTMLElement)
  const shown = find('#token', HTMLOutputElement)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void make()
  })

  async function make(): Promise<void> {
    const typed = new FormData(form)
    const id = textOf(typed, 'id').trim()
    made.hidden = true
    shown.value = ''
    // Only https and this machine itself have it: https://www.w3.org/TR/webcrypto/#crypto-interface
    if (!isSecureContext) return say(problem, 'A key is only made on a page that came over https.')
    const token = makeToken(id, (count) => crypto.getRandomValues(new Uint8Array(count)))
    const value = draftEntry(wishesOf(typed), await sha256Hex(token))
    const parsed = parseRecord(value, id)
    if (!parsed.ok) return say(problem, `No key was made: ${parsed.message}.`)
    say(problem, null)
    show(id, value)
    shown.value = token
    made.hidden = false
    shown.focus()
  }
}

function wishesOf(typed: FormData): Wishes {
  return {
    name: textOf(typed, 'name'),
    usd: textOf(typed, 'usd'),
    per: textOf(typed, 'per'),
    wallet: textOf(typed, 'wallet'),
    expires: textOf(typed, 'expires'),
    rpm: textOf(typed, 'rpm'),
    tpm: textOf(typed, 'tpm'),
    parallel: textOf(typed, 'parallel'),
    tags: textOf(typed, 'tags'),
    models: textOf(typed, 'models'),
    scopes: typed.getAll('scopes').map(String),
  }
}

function textOf(typed: FormData, name: string): string {
  const value = typed.get(name)
  return typeof value === 'string' ? value : ''
}
