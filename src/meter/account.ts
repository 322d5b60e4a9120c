import { Activity } from './activity.ts'
import type { Base } from './base.ts'
import type { Entry } from './entry.ts'
import type { Amount, Standing } from './standing.ts'
import { dayOf } from './window.ts'

const nothing: Amount = { spent: 0, reserved: 0 }

/**
 * What the rows of a Meter amount to, kept up with every change, so that an admission looks at no row but those of its
 * key's last minute. At any time it is what a walk over the base and all rows would find.
 */
export class Account {
  readonly #days = new Map<number, Amount>()
  #total: Amount
  readonly #keys = new Map<string, Activity>()

  constructor({ total, days }: Base) {
    this.#total = { spent: total, reserved: 0 }
    for (const [day, spent] of days) this.#days.set(day, { spent, reserved: 0 })
  }

  /** A row came (`before` is null), changed, or is as if it had never been (`after` is null). */
  change(before: Entry | null, after: Entry | null): void {
    if (before !== null) this.#charge(before, -1)
    if (after !== null) this.#charge(after, 1)
    const keyId = (after ?? before)?.keyId
    if (keyId === undefined) return
    const activity = this.#keys.get(keyId) ?? new Activity()
    activity.change(before, after)
    if (activity.isEmpty) this.#keys.delete(keyId)
    else this.#keys.set(keyId, activity)
  }

  /** Ended rows went into the base: what they spent stays, what they were is forgotten. */
  fold(entries: readonly Entry[], pruned: readonly (readonly [number, number])[]): void {
    const gone = new Map<string, Set<string>>()
    for (const { keyId, id } of entries) gone.set(keyId, (gone.get(keyId) ?? new Set()).add(id))
    for (const [keyId, ids] of gone) {
      const activity = this.#keys.get(keyId)
      activity?.forget(ids)
      if (activity?.isEmpty) this.#keys.delete(keyId)
    }
    for (const [day, spent] of pruned) this.#add(day, -spent, 0)
  }

  standingOf(keyId: string, now: number): Standing {
    const activity = this.#keys.get(keyId)
    return {
      money: { days: this.#days, total: this.#total },
      recent: activity?.recent(now) ?? [],
      running: activity?.running ?? 0,
    }
  }

  #charge({ state, nano, openedAt }: Entry, sign: 1 | -1): void {
    if (nano === 0) return
    const [spent, reserved] = state === 'open' ? [0, sign * nano] : [sign * nano, 0]
    this.#add(dayOf(openedAt), spent, reserved)
    this.#total = plus(this.#total, spent, reserved)
  }

  #add(day: number, spent: number, reserved: number): void {
    const amount = plus(this.#days.get(day) ?? nothing, spent, reserved)
    if (amount.spent === 0 && amount.reserved === 0) this.#days.delete(day)
    else this.#days.set(day, amount)
  }
}

function plus(amount: Amount, spent: number, reserved: number): Amount {
  return { spent: amount.spent + spent, reserved: amount.reserved + reserved }
}
