import type { KeyAnswer, UsageAnswer } from '../ask.ts'
import { element, find } from '../document.ts'
import { dayBefore, dayOf } from './days.ts'
import { groupOf, holderGroups, operatorGroups, type Group } from './group.ts'
import { metricOf } from './metric.ts'
import { createOperatorView } from './operator.ts'
import type { Found } from './pulse.ts'
import { createRequestsView } from './requests.ts'
import type { Session } from './session.ts'
import { showStanding } from './standing.ts'
import { createSumsView } from './sums.ts'

/** As many days as the API takes where nobody says: which days those are is then for Tollgate's clock to say. */
const usualDays = 30
/** Sums are read at most so often, while requests come in. */
const restMs = 15_000
/** Rates and running requests change by themselves. */
const standingMs = 60_000
const keysSuggested = 200

/** All that a key's session shows. */
export interface Board {
  begin(session: Session): Promise<void>
  /** Looks for new requests; sums are read again only if there are some. */
  look(): Promise<Found>
  /** Forgets what was shown. */
  clear(): void
}

export function createBoard(): Board {
  const asked = find('#asked', HTMLFormElement)
  const chosenGroup = find('#group', HTMLSelectElement)
  const sums = createSumsView()
  const requests = createRequestsView()
  const operator = createOperatorView()
  let session: Session | null = null
  let days: UsageAnswer | null = null
  let groups: { usage: UsageAnswer; group: Group } | null = null
  let turn = 0
  let readAt = 0
  let behind = false

  function chosen(name: string): string {
    const value = new FormData(asked).get(name)
    return typeof value === 'string' ? value.trim() : ''
  }

  function draw(): void {
    const metric = metricOf(chosen('metric'))
    if (days !== null) sums.showDays(days, metric)
    if (groups !== null) sums.showGroups(groups.usage, groups.group, metric)
  }

  function path(group: string, { clock }: Session): string {
    const count = Number(chosen('days'))
    const today = dayOf(clock.now())
    const period = count === usualDays ? {} : { from: dayBefore(today, count - 1), to: today }
    const whose = chosen('whose')
    return `/api/usage?${new URLSearchParams({ group, ...period, ...(whose !== '' && { key: whose }) })}`
  }

  /** False where something gave no answer. */
  async function readSums(signedIn: Session): Promise<boolean> {
    const mine = ++turn
    const group = groupOf(chosenGroup.value)
    const [byDay, byGroup] = await Promise.all([
      signedIn.ask<UsageAnswer>(path('day', signedIn)),
      signedIn.ask<UsageAnswer>(path(group, signedIn)),
    ])
    if (mine !== turn || signedIn !== session) return true
    if (byDay === null || byGroup === null) return false
    if (Number(chosen('days')) === usualDays) signedIn.clock.learn(null, byDay.to)
    days = byDay
    groups = { usage: byGroup, group }
    if (group === 'key') suggestKeys(byGroup)
    draw()
    return true
  }

  async function readStanding(signedIn: Session): Promise<boolean> {
    const key = await signedIn.ask<KeyAnswer>('/api/key')
    if (key !== null && signedIn === session) showStanding(key, signedIn.clock.now())
    return key !== null
  }

  asked.addEventListener('submit', (event) => event.preventDefault())
  asked.addEventListener('change', ({ target }) => {
    if (session === null || !(target instanceof HTMLElement)) return
    if (target.id === 'metric') return draw()
    void readSums(session)
    if (target instanceof HTMLInputElement) void requests.begin(session, chosen('whose'))
  })
  chosenGroup.addEventListener('change', () => session && void readSums(session))

  return {
    async begin(signedIn) {
      session = signedIn
      asked.reset()
      find('#whose', HTMLElement).hidden = !signedIn.operator
      const known = signedIn.operator ? [...holderGroups, ...operatorGroups] : holderGroups
      chosenGroup.replaceChildren(...known.map((group) => element('option', { value: group }, group)))
      behind = !(await readSums(signedIn))
      showStanding(signedIn.key, signedIn.clock.now())
      readAt = performance.now()
      await Promise.all([requests.begin(signedIn, ''), operator.begin(signedIn)])
    },
    async look() {
      const found = await requests.look()
      if (session === null || found === 'nothing') return 'nothing'
      behind ||= found === 'new'
      const rested = performance.now() - readAt
      if (rested < (behind ? restMs : standingMs)) return found
      readAt = performance.now()
      const [standing, read] = await Promise.all([readStanding(session), !behind || readSums(session)])
      behind = !(standing && read)
      return found
    },
    clear() {
      session = null
      days = null
      groups = null
      requests.clear()
      operator.clear()
    },
  }
}

function suggestKeys({ rows }: UsageAnswer): void {
  const options = rows
    .slice(0, keysSuggested)
    .map((row) => element('option', { value: row.key_id ?? '' }, row.name ?? ''))
  find('#known-keys', HTMLElement).replaceChildren(...options)
}
