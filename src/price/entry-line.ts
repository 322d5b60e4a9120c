import { nanoUsdOf } from '../usage/money.ts'
import { type RuleKind, ruleKinds } from './model-name.ts'
import { type Rate, rateNames, type RateName, type Rates } from './rate.ts'

/**
 * One model of the catalogue, a line: `id;window;rules;rates`, then `when;rates` for each later or hourly price.
 * Rules are separated by commas: a bare text is a name, else its first character says how it compares. `=` stands for
 * the id, and `*us+eu.x` for `*us.x` and `*eu.x`.
 * Rates are `code` and USD, `>` and tokens and `:` and USD for each step, separated by spaces.
 * `when` is a day (from then on) or a span of the day (UTC): `2026-07-30`, `01:00-04:00`.
 */
export interface Entry {
  /** In lower case, like the rules' texts. */
  id: string
  /** Tokens of input and output together; null where it is not known. */
  window: number | null
  names: readonly string[]
  rules: readonly { kind: RuleKind; text: string }[]
  /** Read only when a price is asked for: there are many entries. */
  prices: readonly { when: string; rates: string }[]
  /** A shorter audio is charged as this many seconds. */
  leastSeconds: number
}

const kindOf = new Map<string, RuleKind>(
  (Object.entries(ruleKinds) as [RuleKind, string][]).map(([kind, mark]) => [mark, kind]),
)
const nameOf = new Map<string, RateName>(
  (Object.entries(rateNames) as [RateName, { code: string }][]).map(([name, { code }]) => [code, name]),
)
const nanoPerUsd = 1_000_000_000n

/** Reads a line. */
export function readEntry(line: string): Entry {
  const [id = '', window = '', rules = '', rates = '', ...later] = line.split(';')
  const texts = rules
    .split(',')
    .map((rule) => rule.replace('=', id))
    .flatMap(unfolded)
  const marked = texts.filter((text) => kindOf.has(text.charAt(0)))
  const prices = [{ when: '', rates }]
  for (let at = 0; at < later.length; at += 2) {
    prices.push({ when: later[at] ?? '', rates: later[at + 1] ?? '' })
  }
  return {
    id,
    window: window === '' ? null : Number(window),
    names: texts.filter((text) => !kindOf.has(text.charAt(0))),
    rules: marked.map((text) => ({ kind: kindOf.get(text.charAt(0)) ?? 'ends', text: text.slice(1) })),
    prices,
    leastSeconds: Number(/(?:^| )least(\d+)/.exec(rates)?.[1] ?? 0),
  }
}

/** Whether a line may be for a name, which only the whole entry tells. */
export function mayBeFor(line: string, name: string): boolean {
  return line.includes(name) || name.startsWith(line.slice(0, line.indexOf(';'))) || /[*^$#]/.test(line)
}

function unfolded(rule: string): string[] {
  const [, places, rest = ''] = /^\*([a-z+-]+\+[a-z+-]+)(\..+)$/.exec(rule) ?? []
  return places === undefined ? [rule] : places.split('+').map((place) => `*${place}${rest}`)
}

/** The rates at a time, epoch milliseconds: the last price whose day has come or whose span it falls in. */
export function ratesAt({ prices }: Entry, at: number): Rates {
  const valid = prices.findLast(({ when }) => holds(when, at)) ?? prices[0]
  if (valid === undefined) return {}
  let rates = read.get(valid)
  if (rates === undefined) read.set(valid, (rates = readRates(valid.rates)))
  return rates
}

const read = new WeakMap<Entry['prices'][number], Rates>()

function holds(when: string, at: number): boolean {
  if (when === '') return true
  if (!when.includes(':')) return at >= Date.parse(when)
  const [from = 0, to = 0] = when.split('-').map((time) => Date.parse(`1970-01-01T${time}:00Z`))
  const time = ((at % 86_400_000) + 86_400_000) % 86_400_000
  return to < from ? time >= from || time < to : time >= from && time < to
}

/** No rates at all where one cannot be read, or is 0: without one of them the others would make too low a cost. */
function readRates(text: string): Rates {
  const rates: Partial<Record<RateName, Rate>> = {}
  for (const written of text.split(' ')) {
    const [, code = '', base = '', steps = ''] =
      /^([a-z]+)([\d.e-]+)((?:>\d+:[\d.e-]+)*)$/.exec(written) ?? []
    if (code === 'least') continue
    const rate: Rate = {
      base: nano(base),
      steps: [...steps.matchAll(/>(\d+):([^>]+)/g)].map(([, above, usd = '']) => ({
        above: Number(above),
        nanoUsd: nano(usd),
      })),
    }
    const name = nameOf.get(code)
    if (name === undefined || [rate.base, ...rate.steps.map(({ nanoUsd }) => nanoUsd)].includes(0)) return {}
    rates[name] = rate
  }
  return rates
}

function nano(usd: string): number {
  return nanoUsdOf(usd, nanoPerUsd) ?? 0
}
