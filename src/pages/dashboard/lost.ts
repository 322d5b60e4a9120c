import type { RequestsAnswer, ToldRow } from '../ask.ts'
import { find } from '../document.ts'
import { costText, countText, timeText } from '../figures.ts'
import { withCursor } from './cursor-query.ts'
import type { Session } from './session.ts'
import { fillTable, type Column } from './table.ts'

/** The ledger has no index of outcomes: they are looked for, on request. */
const rowsALook = 200

/** Requests whose end nobody reported. */
export interface LostView {
  begin(session: Session): void
}

export function createLostView(): LostView {
  const button = find('#find-lost', HTMLButtonElement)
  const state = find('#lost-state', HTMLElement)
  const table = find('#lost', HTMLTableElement)
  const first = button.textContent
  let session: Session | null = null
  let rows: ToldRow[] = []
  let looked = 0
  let next: string | null = null

  async function look(): Promise<void> {
    const asker = session
    const answer = await asker?.ask<RequestsAnswer>(withCursor(`/api/requests?limit=${rowsALook}`, next))
    if (!answer || asker !== session) return
    rows = [...rows, ...answer.requests.filter(({ outcome }) => outcome === 'lost')]
    looked += answer.requests.length
    next = answer.next
    state.textContent = `${countText(rows.length)} lost among the last ${countText(looked)} requests.`
    fillTable(table, columns, rows)
    button.textContent = 'Look further back'
    button.disabled = next === null
  }

  button.addEventListener('click', () => void look())
  return {
    begin(signedIn) {
      session = signedIn
      rows = []
      looked = 0
      next = null
      state.textContent = ''
      button.textContent = first
      button.disabled = false
    },
  }
}

const columns: readonly Column<ToldRow>[] = [
  { head: 'Request', text: ({ id }) => id },
  { head: 'Key', text: (row) => row.key_id },
  { head: 'Time', text: ({ at }) => timeText(at) },
  { head: 'Model', text: ({ model, endpoint }) => model ?? endpoint },
  { head: 'Counted as', number: true, text: (row) => costText(row.cost_nano_usd) },
]
