import {
  calcPrice,
  type MatchLogic,
  type ModelInfo,
  type PriceCalculation,
  updatePrices,
  waitForUpdate,
} from '@pydantic/genai-prices'
import { providers } from '../../src/providers/index.ts'

// Without a source to update from, what is current is what the package was built with.
updatePrices(() => {})

/** The price data as the package brings it. */
export const priceData = (await waitForUpdate()) ?? []

/** A model of the data, by a name that its entry is made for, at a provider that is priced by it. */
export interface ListedModel {
  slug: string
  from: string
  info: ModelInfo
  model: string
}

/** Every model of every provider whose prices are in use. */
export function listedModels(): ListedModel[] {
  const sources = providers.flatMap(({ slug, prices }) => (prices ? [{ slug, from: prices.from }] : []))
  return sources.flatMap(({ slug, from }) => {
    const models = priceData.find(({ id }) => id === from)?.models ?? []
    return models.map((info) => ({ slug, from, info, model: exampleName(info.match) }))
  })
}

/** What the package says; null where it knows no such model. */
export function calculated(
  { from, model }: Pick<ListedModel, 'from' | 'model'>,
  usage: Readonly<Record<string, number>>,
  at: number,
): PriceCalculation | null {
  return calcPrice(usage, model, { providerId: from, timestamp: new Date(at) })
}

function exampleName(match: MatchLogic): string {
  if ('or' in match) return exampleName(match.or[0] ?? { equals: '' })
  if ('and' in match) return exampleName(match.and[0] ?? { equals: '' })
  if ('equals' in match) return match.equals
  if ('ends_with' in match) return match.ends_with
  if ('regex' in match) return match.regex.replaceAll(/[\\^$]/g, '').replace('d{8}', '20260131')
  return finished('starts_with' in match ? match.starts_with : match.contains)
}

/** A text that stops inside a name, with the rest of one. */
function finished(text: string): string {
  if (text.startsWith('ft:')) return `${text}${text.endsWith('-') ? '08-06' : ''}:acme::7`
  const rests = [
    { after: /2025$/, rest: '0514' },
    { after: /@$/, rest: '20250514' },
    { after: /-0$/, rest: '01' },
    { after: /[-]$/, rest: '2507' },
  ]
  return text + (rests.find(({ after }) => after.test(text))?.rest ?? '')
}
