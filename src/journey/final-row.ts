import { settled, withUnsettled } from '../admission/settle.ts'
import type { Answering } from './attempt.ts'
import { isFree } from '../bound/free.ts'
import type { Sighting } from './job-sighting.ts'
import { shownBytes } from './shown.ts'
import type { ConfigPrices } from '../keys/config-prices.ts'
import { charged } from '../ledger/charge.ts'
import { closedRow } from '../ledger/entry.ts'
import type { Row } from '../ledger/row.ts'
import { priceRow } from '../price/price-row.ts'
import { quote } from '../refusal/client-text.ts'
import type { Ending } from '../tap/ending.ts'
import type { Sent } from '../upstream/send.ts'
import type { Reading } from '../usage/usage.ts'

/** How an exchange ended, and what it consumed. */
export interface Told {
  ending: Ending
  reading: Reading
  /** What it told of work that goes on after an answer. */
  sighting?: Sighting | null
  /** The model asked for, where only the exchange told. */
  model?: string | null
}

/** What was known of an exchange when its answer began, or none came. Times are epoch ms. */
export interface Begun {
  opening: Row
  answering: Answering
  sent: Sent
  method: string
  answeredAt: number
  attempts: number
  /** It can have been charged for, whatever it was answered. */
  charged: boolean
  /** What was held for attempts that were given up before they told a status, in integer nano-USD. */
  unsettledNano: number
  prices: ConfigPrices
}

/** The whole row of a request, its cost in it. */
export function finalRow(begun: Begun, { ending, reading, sighting, model }: Told, now: number): Row {
  const { opening, answering, sent, method, answeredAt, prices } = begun
  const { route, held } = answering
  const response = sent.how === 'answered' ? sent.response : null
  const bill = charged(route.charge, { status: response?.status ?? null, ending, reading })
  const asked = model === undefined || model === null ? opening.model : quote(model)
  const uncharged = !begun.charged
  const row = closedRow(
    { ...opening, model: asked, provider: route.provider.slug, attempts: begun.attempts },
    {
      now,
      ending,
      reading: bill.reading,
      chargedNanoUsd: bill.nanoUsd,
      // An open socket is a GET by its handshake only.
      free:
        uncharged || answering.asksAfter !== undefined || (response?.status !== 101 && isFree(route, method)),
      upstreamModel: route.upstreamModel,
      price: (sale) => priceRow(sale, prices),
      answer: response && { response, ttfbMs: answeredAt - opening.at },
    },
  )
  const outputBytes = held && shownBytes(ending, response, opening.stream === 1)
  const goesOn = sighting?.how === 'begun'
  const settledRow = settled(row, held, { final: reading.final, outputBytes, uncharged, goesOn })
  return withUnsettled(settledRow, begun.unsettledNano)
}
