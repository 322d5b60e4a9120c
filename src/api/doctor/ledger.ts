import type { LedgerInspection, UnpricedModel } from '../../ledger/inspection.ts'
import type { ConfigPrices } from '../../keys/config-prices.ts'
import { dayOf } from '../../ledger/reader.ts'
import { dearestRates } from '../../price/dearest.ts'
import { quote } from '../../refusal/client-text.ts'
import { usualDays } from '../period.ts'
import type { ApiPorts } from '../ports.ts'
import type { Finding } from './finding.ts'
import { examineQuotas } from './quotas.ts'

export interface LedgerReport {
  findings: Finding[]
  /** Ids of the keys that were used last. */
  recent: readonly string[]
}

const dayMs = 86_400_000
const mostModels = 50
const mostKeys = 50

/** The tables of D1, what its plan allows, and models without a price. */
export async function examineLedger(
  { inspectLedger, now }: ApiPorts,
  prices: ConfigPrices,
): Promise<LedgerReport> {
  if (inspectLedger === null) return { findings: [], recent: [] }
  const at = now()
  const since = dayOf(at - (usualDays - 1) * dayMs)
  const inspection = await inspectLedger({ today: dayOf(at), since, mostModels, mostKeys })
  const unpriced = inspection.unpriced.filter((sold) => dearestRates(sold, prices, at) === null)
  const findings = [...examineSchema(inspection), ...examineQuotas(inspection), ...unpriced.map(withoutPrice)]
  return { findings, recent: inspection.recent }
}

function examineSchema({ lacking }: LedgerInspection): Finding[] {
  if (lacking.length === 0) return []
  return [
    {
      level: 'warning',
      what: `The database lacks ${lacking.join(', ')}.`,
      fix: 'The first request that is counted applies it. If it does not, run `wrangler d1 migrations apply tollgate --remote`.',
    },
  ]
}

/** The line that is pasted says 0, which is refused until somebody has put a price there. */
function withoutPrice({ provider, model, requests }: UnpricedModel): Finding {
  const name = quote(`${provider}/${model}`)
  return {
    level: 'warning',
    what: `${name} has no price: the cost of ${requests} requests in ${usualDays} days is not known.`,
    fix: `Add to "prices" in @config, with USD per million tokens in place of 0: ${JSON.stringify(name)}: { "input": 0, "output": 0 }`,
  }
}
