import { type RuleKind, ruleKinds } from '../price/model-name.ts'
import { rateNames } from '../price/rate.ts'
import type { Clause, DatedPrices, PricedModel } from './price-data.ts'
import { leastSeconds, searchModels, supplements, unusedRates } from './price-supplements.ts'

const codes = new Map<string, string>(Object.values(rateNames).map(({ key, code }) => [key, code]))

/** The catalogue's line of a model (src/price/entry-line.ts), or null of one that has no price. Throws what it does not know. */
export function lineOf(provider: string, model: PricedModel): string | null {
  const name = `${provider}/${model.id}`
  const clauses = 'or' in model.match ? model.match.or : [model.match]
  const all = clauses.map((clause) => ruleOf(clause, name)).filter((rule) => !searchModels.test(rule))
  const rules = folded([...new Set(all)])
  const priced = model.prices.map((dated) => [whenOf(dated), ratesOf(name, dated)] as const)
  if (rules.length === 0 || priced.some(([, rates]) => rates === '')) return null
  const least = leastSeconds[name]
  const [[, first] = ['', ''], ...later] = priced
  const fields = [
    plain(model.id.toLowerCase()),
    String(model.context_window ?? ''),
    rules.map((rule) => shortened(rule, model.id.toLowerCase())).join(','),
    least === undefined ? first : `${first} least${least}`,
    ...later.flat(),
  ]
  return fields.join(';')
}

function ruleOf(clause: Clause, name: string): string {
  if ('equals' in clause) return plain(clause.equals.toLowerCase())
  const marked = (kind: RuleKind, text: string): string => ruleKinds[kind] + plain(text.toLowerCase())
  if ('starts_with' in clause) return marked('begins', clause.starts_with)
  if ('contains' in clause) return marked('contains', clause.contains)
  if ('ends_with' in clause) return marked('ends', clause.ends_with)
  // The second half keeps speech out, which no ending of a model's name lets in.
  if ('and' in clause && clause.and[1].regex === '^(?!.*-[tT][tT][sS](?:$|-))') {
    return marked('begins', clause.and[0].starts_with)
  }
  const dated =
    'regex' in clause ? /^\^(.+)-(?:\\d\{8\}|\\d\{4\}-\\d\{2\}-\\d\{2\})\$$/.exec(clause.regex) : null
  if (dated?.[1]) return marked('dated', dated[1].replaceAll('\\.', '.'))
  const numbered = 'regex' in clause ? /^\^(.+)-\\d$/.exec(clause.regex) : null
  if (numbered?.[1]) return marked('begins', numbered[1].replaceAll('\\.', '.'))
  throw new Error(`${name} is matched by a rule of an unknown form: ${JSON.stringify(clause)}`)
}

/** Texts that differ in their first words only (`*us.amazon.nova`, `*eu.amazon.nova`) as one: `*us+eu.amazon.nova`. */
function folded(rules: readonly string[]): string[] {
  const places = new Map<string, string[]>()
  for (const rule of rules) {
    const [, place, rest] = /^\*([a-z-]+)\.(.+)$/.exec(rule) ?? []
    if (place === undefined || rest === undefined) places.set(rule, [])
    else places.set(`.${rest}`, [...(places.get(`.${rest}`) ?? []), place])
  }
  return [...places].map(([text, before]) => (before.length === 0 ? text : `*${before.join('+')}${text}`))
}

/** With `=` for the model's id at its beginning. */
function shortened(rule: string, id: string): string {
  const mark = Object.values<string>(ruleKinds).includes(rule.charAt(0)) ? rule.charAt(0) : ''
  const text = rule.slice(mark.length)
  return text.startsWith(id) ? `${mark}=${text.slice(id.length)}` : rule
}

function plain(text: string): string {
  if (!/^[\w./:@~-]+$/.test(text)) throw new Error(`${text} cannot be written in a line`)
  return text
}

function whenOf({ constraint }: DatedPrices): string {
  if (constraint === undefined) return ''
  if (constraint.type === 'start_date') return constraint.start_date
  return `${constraint.start_time.slice(0, 5)}-${constraint.end_time.slice(0, 5)}`
}

function ratesOf(name: string, { prices }: DatedPrices): string {
  const all: DatedPrices['prices'] = { ...prices }
  for (const { of, rate, from, beside = from, times } of supplements) {
    const known = all[beside] === undefined ? undefined : all[from]
    if (of.test(name) && all[rate] === undefined && known !== undefined) all[rate] = multiple(known, times)
  }
  return Object.entries(all)
    .flatMap(([key, price]) => rateOf(name, key, price) ?? [])
    .join(' ')
}

type Price = DatedPrices['prices'][string]

function multiple(price: Price, times: number): Price {
  if (typeof price === 'number') return price * times
  const tiers = price.tiers.map(({ start, price }) => ({ start, price: price * times }))
  return { base: price.base * times, tiers }
}

function rateOf(name: string, key: string, price: Price): string | null {
  const code = codes.get(key)
  if (code === undefined) {
    if (key in unusedRates) return null
    throw new Error(`${name} has a rate of an unknown kind: ${key}`)
  }
  const { base, tiers } = typeof price === 'number' ? { base: price, tiers: [] } : price
  const steps = tiers.toSorted((one, other) => one.start - other.start)
  if (base === 0 || steps.some(({ price }) => price === 0)) throw new Error(`${name} has a ${key} of 0`)
  return `${code}${base}${steps.map(({ start, price }) => `>${start}:${price}`).join('')}`
}
