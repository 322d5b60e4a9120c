import { budgetNano } from '../keys/budget-nano.ts'
import { afterTimeout, attempt } from '../meter/attempt.ts'
import { meterNameOf } from '../meter/name.ts'
import type { KeyStanding, Terms } from '../meter/terms.ts'
import type { MeterReader, MeterReport } from './ports.ts'

/** What the API asks of a Meter's stub. */
export interface MeterNamespace {
  getByName(name: string): {
    standing(keyId: string, terms: Terms): Promise<KeyStanding>
    setAside(): Promise<MeterReport['setAside']>
    behind(): Promise<MeterReport['behind']>
  }
}

const waitMs = 3_000

/** The Meters behind the binding `METER`. */
export function createMeterReader(namespace: MeterNamespace): MeterReader {
  return {
    async standing({ id, wallet, limits }, budget) {
      const paid = budget && { ...budget, nanoUsd: budgetNano(budget) }
      const terms: Terms = { budget: paid, limits }
      const name = meterNameOf({ id, wallet })
      const asked = await attempt(() => namespace.getByName(name).standing(id, terms), waitMs, afterTimeout)
      return asked.ok ? asked.value : null
    },
    async report(name) {
      const meter = namespace.getByName(name)
      const both = () => Promise.all([meter.setAside(), meter.behind()])
      const asked = await attempt(both, waitMs, afterTimeout)
      if (!asked.ok) throw asked.error
      const [setAside, behind] = asked.value
      return { setAside, behind }
    },
  }
}
