import { afterTimeout, attempt } from '../meter/attempt.ts'
import { meterNameOf } from '../meter/name.ts'
import type { KeyStanding, Terms } from '../meter/terms.ts'
import { nanoUsd } from '../usage/money.ts'
import type { MeterReader, MeterReport } from './ports.ts'

/** What the API asks of a Meter's stub. */
export interface MeterNamespace {
  getByName(name: string): {
    standing(keyId: string, terms: Terms): Promise<KeyStanding>
    setAside(): Promise<MeterReport['setAside']>
    failures(): Promise<number>
  }
}

const waitMs = 3_000

/** The Meters behind the binding `METER`. */
export function createMeterReader(namespace: MeterNamespace): MeterReader {
  return {
    async standing({ id, wallet, limits }, budget) {
      const nano = budget === null ? undefined : nanoUsd(budget.usd)
      const terms: Terms = {
        budget: budget === null || nano === undefined ? null : { ...budget, nanoUsd: nano },
        limits,
      }
      const name = meterNameOf({ id, wallet })
      const asked = await attempt(() => namespace.getByName(name).standing(id, terms), waitMs, afterTimeout)
      return asked.ok ? asked.value : null
    },
    async report(name) {
      const meter = namespace.getByName(name)
      const both = () => Promise.all([meter.setAside(), meter.failures()])
      const asked = await attempt(both, waitMs, afterTimeout)
      if (!asked.ok) throw asked.error
      const [setAside, failures] = asked.value
      return { setAside, failures }
    },
  }
}
