import type { RequestsAnswer, ToldRow } from '../ask.ts'
import { find } from '../document.ts'
import { timeText } from '../figures.ts'
import type { Found } from './pulse.ts'
import { isOpen, requestLine } from './request-line.ts'
import type { Session } from './session.ts'

/** As many rows are read as are shown, at every look. */
const shown = 25

/** The table of the last requests: one page at a time, so that a million rows are no more than ten. */
export interface RequestsView {
  /** Begins anew with the newest rows, of one key or of all that the session may see. */
  begin(session: Session, whose: string): Promise<void>
  /** Reads the page again, if it is the newest one. */
  look(): Promise<Found>
  /** Forgets the rows. */
  clear(): void
}

interface Line {
  text: string
  body: HTMLTableSectionElement
}

export function createRequestsView(): RequestsView {
  const table = find('#requests', HTMLTableElement)
  const state = find('#requests-state', HTMLElement)
  const newest = find('#newest', HTMLButtonElement)
  const older = find('#older', HTMLButtonElement)
  const lines = new Map<string, Line>()
  let session: Session | null = null
  let whose = ''
  let cursor: string | null = null
  let next: string | null = null
  let turn = 0

  async function read(): Promise<Found> {
    if (session === null) return 'nothing'
    const mine = ++turn
    const query = new URLSearchParams({
      limit: String(shown),
      ...(cursor !== null && { cursor }),
      ...(whose !== '' && { key: whose }),
    })
    const answer = await session.ask<RequestsAnswer>(`/api/requests?${query}`)
    if (answer === null || mine !== turn) return 'nothing'
    next = answer.next
    newest.disabled = cursor === null
    older.disabled = next === null
    const at = timeText(session.clock.now())
    const live =
      cursor === null
        ? `Follows new requests; read ${at}.`
        : 'An older page; new requests are not followed here.'
    state.textContent = answer.requests.length === 0 ? 'No requests yet.' : live
    return show(answer.requests, session.operator) ? 'new' : 'same'
  }

  /** Changes only what changed, so that whoever is reading or typing is not disturbed. Tells whether anything did. */
  function show(rows: readonly ToldRow[], withKey: boolean): boolean {
    const wanted = rows.map((row): [string, Line] => {
      const text = JSON.stringify(row)
      const before = lines.get(row.id)
      if (before?.text === text) return [row.id, before]
      const open = before !== undefined && isOpen(before.body)
      return [row.id, { text, body: requestLine(row, { withKey, open }) }]
    })
    const changed = wanted.length !== lines.size || wanted.some(([id, line]) => lines.get(id) !== line)
    if (!changed) return false
    const bodies = new Set(wanted.map(([, { body }]) => body))
    for (const { body } of lines.values()) if (!bodies.has(body)) body.remove()
    let place = table.tBodies[0] ?? null
    for (const body of bodies) {
      if (body === place) place = place.nextElementSibling as HTMLTableSectionElement | null
      else table.insertBefore(body, place)
    }
    lines.clear()
    for (const [id, line] of wanted) lines.set(id, line)
    return true
  }

  function turnTo(page: string | null): void {
    cursor = page
    void read()
  }
  newest.addEventListener('click', () => turnTo(null))
  older.addEventListener('click', () => turnTo(next))

  function clear(): void {
    session = null
    cursor = null
    for (const { body } of lines.values()) body.remove()
    lines.clear()
  }

  return {
    clear,
    async begin(signedIn, key) {
      clear()
      session = signedIn
      whose = key
      state.textContent = 'Reading …'
      for (const cell of table.querySelectorAll<HTMLElement>('th.operator')) cell.hidden = !signedIn.operator
      await read()
    },
    look: async () => (cursor === null ? read() : 'same'),
  }
}
