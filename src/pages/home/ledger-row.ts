import { ask, type ToldRow } from '../ask.ts'
import { described, find } from '../document.ts'
import { rowDetails } from '../row-details.ts'

/** The outbox carries rows within about 2 s. */
const waitMs = 2_000
const looks = 8

export interface ShownRow {
  /** The answer has said its id; null where it has none. */
  expect(id: string | null): void
  /** Waits until the row is in the ledger, and shows it. */
  follow(): Promise<void>
}

let latest: symbol | null = null

/** The row of the request that is being tried. It gives way to the next one's. */
export function showRow(key: string): ShownRow {
  const mine = Symbol('row')
  latest = mine
  const state = find('#row-state', HTMLElement)
  const list = find('#row', HTMLElement)
  let id: string | null = null
  state.textContent = 'It comes when the answer has ended.'
  list.replaceChildren()
  return {
    expect: (said) => void (id = said),
    async follow() {
      if (latest !== mine) return
      if (id === null)
        return void (state.textContent = 'There is no answer, so that there is nothing to look for.')
      state.textContent = 'Waiting for it …'
      for (let look = 0; look < looks; look++) {
        await new Promise((resolve) => setTimeout(resolve, waitMs))
        const asked = await ask<ToldRow>(`/api/requests/${id}`, key)
        if (latest !== mine) return
        if (asked.ok) {
          state.textContent = ''
          return list.replaceChildren(...described(rowDetails(asked.value)))
        }
        if (asked.why === 'unknown_key') break
      }
      state.textContent = 'No row came. What Tollgate refuses itself has none.'
    },
  }
}
