import type { DoctorAnswer } from '../ask.ts'
import { element, find } from '../document.ts'
import { countText } from '../figures.ts'
import { withCursor } from './cursor-query.ts'
import type { Session } from './session.ts'

/** What the doctor finds, when it is asked: it asks the gateway in turn. */
export interface DoctorView {
  begin(session: Session): void
}

export function createDoctorView(): DoctorView {
  const button = find('#examine', HTMLButtonElement)
  const state = find('#doctor-state', HTMLElement)
  const list = find('#findings', HTMLElement)
  let session: Session | null = null
  let findings: DoctorAnswer['findings'] = []
  let next: string | null = null

  async function examine(): Promise<void> {
    const asker = session
    state.textContent = 'Examining …'
    const answer = await asker?.ask<DoctorAnswer>(withCursor('/api/doctor', next))
    if (asker !== session) return
    if (!answer) return void (state.textContent = 'The doctor gave no answer.')
    findings = next === null ? answer.findings : [...findings, ...answer.findings]
    next = answer.next
    const wrong = findings.filter(({ level }) => level === 'error').length
    const found = `Findings: ${countText(findings.length)}, errors among them: ${countText(wrong)}.`
    state.textContent = findings.length === 0 ? 'Nothing is wrong.' : found
    list.replaceChildren(...findings.map(itemOf))
    button.textContent = next === null ? 'Examine again' : 'Examine more keys'
  }

  button.addEventListener('click', () => void examine())
  return {
    begin(signedIn) {
      session = signedIn
      findings = []
      next = null
      state.textContent = ''
    },
  }
}

function itemOf({ level, what, fix }: DoctorAnswer['findings'][number]): HTMLElement {
  const word = element('strong', { class: level === 'error' ? 'problem' : null }, `${level}: `)
  return element('li', {}, word, what, element('div', { class: 'note' }, fix))
}
