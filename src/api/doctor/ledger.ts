import type { LedgerInspection, UnpricedModel } from '../../ledger/inspection.ts'
import type { Config } from '../../keys/config.ts'
import { dayOf } from '../../ledger/reader.ts'
import { dearestRates } from '../../price/dearest.ts'
import { modelNames } from '../../price/sold-model.ts'
import { quote } from '../../refusal/client-text.ts'
import { upstreamModels } from '../../route/upstream-models.ts'
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

/** The tables of D1, what its plan allows, models without a price, and those whose price does not hold. */
export async function examineLedger({ inspectLedger, now }: ApiPorts, config: Config): Promise<LedgerReport> {
  if (inspectLedger === null) return { findings: [], recent: [] }
  const at = now()
  const since = dayOf(at - (usualDays - 1) * dayMs)
  const inspection = await inspectLedger({ today: dayOf(at), since, mostModels, mostKeys })
  const unpriced = targetsOf(inspection.unpriced, config).flatMap((sold) =>
    dearestRates(sold, config.prices, at) === null ? withoutPrice(sold) : withoutCost(sold),
  )
  const findings = [...examineSchema(inspection), ...examineQuotas(inspection), ...unpriced]
  return { findings, recent: inspection.recent }
}

/** By the names that prices are looked for: an alias has none, its targets do. What led to the same one is added up. */
function targetsOf(unpriced: readonly UnpricedModel[], config: Config): UnpricedModel[] {
  const targets = new Map<string, UnpricedModel>()
  for (const { provider, model, requests, answered } of unpriced) {
    const asked = upstreamModels(model, provider, config)
    for (const name of asked.length === 0 ? [model] : asked) {
      const key = priceKey(provider, name)
      const { requests: more = 0, answered: moreAnswered = 0 } = targets.get(key) ?? {}
      const sums = { requests: requests + more, answered: answered + moreAnswered }
      targets.set(key, { provider, model: name, ...sums })
    }
  }
  return [...targets.values()]
}

/** A name by which `@config.prices` finds a model: the provider stands in it once. */
function priceKey(provider: string, model: string): string {
  return modelNames(provider, [model])[0] ?? model
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
  const name = quote(priceKey(provider, model))
  return {
    level: 'warning',
    what: `${name} has no price: the cost of ${requests} requests in ${usualDays} days is not known.`,
    fix: `Add to "prices" in @config, with USD per million tokens in place of 0: ${JSON.stringify(name)}: { "input": 0, "output": 0 }`,
  }
}

/** It has a price, and answers all the same that cannot be priced. */
function withoutCost({ provider, model, answered }: UnpricedModel): Finding[] {
  if (answered === 0) return []
  return [
    {
      level: 'note',
      what: `${quote(priceKey(provider, model))} has a price, and yet the cost of ${answered} or more answers in ${usualDays} days is not known.`,
      fix: 'See their rows, where cost_nano_usd is NULL. Without input_tokens, output_tokens and units an answer broke off or stated no counts, and only a price with "unit": "request" in @config holds for it. With them a part of it (see details) has no rate: give the model all of its rates in "prices" in @config. Then `npm run recost` prices them.',
    },
  ]
}
