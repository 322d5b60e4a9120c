import type { WalletsAnswer } from '../ask.ts'
import { find } from '../document.ts'
import { withCursor } from './cursor-query.ts'
import type { Session } from './session.ts'
import { budgetTexts } from './standing.ts'
import { fillTable, type Column } from './table.ts'

/** The wallets of `@config` and what is left of them. */
export interface WalletsView {
  begin(session: Session): Promise<void>
}

export function createWalletsView(): WalletsView {
  const more = find('#more-wallets', HTMLButtonElement)
  let session: Session | null = null
  let shown: WalletsAnswer = { wallets: [], next: null }

  async function read(): Promise<void> {
    const asker = session
    const answer = await asker?.ask<WalletsAnswer>(withCursor('/api/wallets', shown.next))
    if (!answer || asker === null || asker !== session) return
    shown = { wallets: [...shown.wallets, ...answer.wallets], next: answer.next }
    more.hidden = answer.next === null
    const none = shown.wallets.length === 0 ? 'There are none in @config.' : ''
    find('#wallets-state', HTMLElement).textContent = none
    fillTable(find('#wallets', HTMLTableElement), columnsAt(asker.clock.now()), shown.wallets)
  }

  more.addEventListener('click', () => void read())
  return {
    begin(signedIn) {
      session = signedIn
      shown = { wallets: [], next: null }
      return read()
    },
  }
}

function columnsAt(now: number): readonly Column<WalletsAnswer['wallets'][number]>[] {
  return [
    { head: 'Wallet', text: ({ name }) => name },
    { head: 'How it stands', text: (wallet) => budgetTexts(wallet, now).join(' ') },
  ]
}
