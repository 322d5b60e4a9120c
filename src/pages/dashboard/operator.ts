import type { UsageAnswer, UsageRow } from '../ask.ts'
import { find } from '../document.ts'
import { countText } from '../figures.ts'
import { createDoctorView } from './doctor.ts'
import { groupName } from './group.ts'
import { createLostView } from './lost.ts'
import type { Session } from './session.ts'
import { fillTable, type Column } from './table.ts'
import { createWalletsView } from './wallets.ts'
import { lacksPrice } from './without-price.ts'

/** What only an operator sees. */
export interface OperatorView {
  /** Shows it, if this session is an operator's. */
  begin(session: Session): Promise<void>
  /** Hides it, and forgets what was shown. */
  clear(): void
}

export function createOperatorView(): OperatorView {
  const place = find('#operator', HTMLElement)
  const wallets = createWalletsView()
  const lost = createLostView()
  const doctor = createDoctorView()
  return {
    async begin(session) {
      place.hidden = !session.operator
      if (!session.operator) return
      lost.begin(session)
      doctor.begin(session)
      await Promise.all([wallets.begin(session), showUnpriced(session)])
    },
    clear() {
      place.hidden = true
      for (const part of place.querySelectorAll('table, ul')) part.replaceChildren()
      find('#known-keys', HTMLElement).replaceChildren()
    },
  }
}

async function showUnpriced(session: Session): Promise<void> {
  const usage = await session.ask<UsageAnswer>('/api/usage?group=model')
  if (usage === null) return
  const unpriced = usage.rows.filter((row) => row.model && lacksPrice(row))
  const sorted = unpriced.toSorted((one, other) => other.unpriced - one.unpriced)
  find('#unpriced-state', HTMLElement).textContent =
    sorted.length === 0
      ? 'No model of the last 30 days is without a price.'
      : 'In the last 30 days. A request whose client left before a count came looks the same here: the doctor knows, and has the lines to paste into @config.'
  fillTable(find('#unpriced', HTMLTableElement), unpricedColumns, sorted)
}

const unpricedColumns: readonly Column<UsageRow>[] = [
  { head: 'Model', text: (row) => groupName(row, 'model') },
  { head: 'Requests without a cost', number: true, text: (row) => countText(row.unpriced) },
  { head: 'of', number: true, text: (row) => countText(row.requests) },
]
