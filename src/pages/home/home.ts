import { wireCopying } from '../copy.ts'
import { find } from '../document.ts'
import { checkEntry } from './entry-check.ts'
import { wireMaking } from './make-key.ts'
import { wireTrying } from './try-it.ts'

/** Put in by the build. */
declare const PROVIDER_NAMES: readonly string[]

const providers = new Set(PROVIDER_NAMES)
const entryName = find('#entry-name', HTMLInputElement)
const entryValue = find('#entry-value', HTMLTextAreaElement)
const verdict = find('#verdict', HTMLElement)

function judge(): void {
  const empty = entryName.value.trim() === '' && entryValue.value.trim() === ''
  const { accepted, message } = empty
    ? { accepted: true, message: '' }
    : checkEntry(entryName.value, entryValue.value, { providers, now: Date.now() })
  verdict.textContent = message
  verdict.className = accepted ? 'good' : 'problem'
  entryValue.ariaInvalid = accepted ? null : 'true'
}

for (const place of document.querySelectorAll('[data-origin]'))
  place.textContent = (place.textContent ?? '').trim().replaceAll('https://W', location.origin)
find('#not-public', HTMLElement).hidden = !/^(?:localhost|\[::1\]|127\.|10\.|192\.168\.)/.test(
  location.hostname,
)
find('#entry', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault())
entryName.addEventListener('input', judge)
entryValue.addEventListener('input', judge)
wireCopying()
wireMaking((name, value) => {
  entryName.value = name
  entryValue.value = value
  judge()
})
wireTrying()
