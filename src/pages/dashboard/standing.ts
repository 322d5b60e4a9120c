import type { BudgetAnswer, KeyAnswer } from '../ask.ts'
import { element, find, say } from '../document.ts'
import { countText, turnText, untilText, usdText } from '../figures.ts'

/** Shows what a key may still spend and how fast. `now` is in epoch ms. */
export function showStanding(key: KeyAnswer, now: number): void {
  find('#standing-title', HTMLElement).textContent = key.name === null ? key.id : `${key.name} (${key.id})`
  say(find('#key-problem', HTMLElement), key.problem)
  const boxes = [budgetBox(key, now), ...rateBoxes(key), termsBox(key)]
  find('#standing', HTMLElement).replaceChildren(...boxes.filter((box) => box !== null))
}

function budgetBox({ budget, wallet }: KeyAnswer, now: number): HTMLElement | null {
  if (budget === null) return null
  const title = wallet === null ? 'Budget' : `Wallet ${wallet}`
  return box(title, meterOf('spent', budget.spent_usd, budget.usd), ...budgetTexts(budget, now))
}

/** A budget in words. */
export function budgetTexts(budget: BudgetAnswer, now: number): string[] {
  const { usd, per, spent_usd: spent, reserved_usd: held, remaining_usd: left, resets_at: turn } = budget
  const of = per === 'total' ? `${usdText(usd)} in all` : `${usdText(usd)} a ${per}`
  const texts =
    spent === null ? [`${of}; what is spent is not known now.`] : [`${usdText(spent)} of ${of} spent.`]
  if (left !== null)
    texts.push(`${usdText(left)} left${held ? `, ${usdText(held)} held for running requests` : ''}.`)
  if (turn !== null) texts.push(`Turns ${turnText(Date.parse(turn))} (${untilText(Date.parse(turn), now)}).`)
  return texts
}

function rateBoxes({ limits, last_minute: minute }: KeyAnswer): HTMLElement[] {
  const rates = [
    ['Requests a minute', limits?.rpm, minute?.requests],
    ['Tokens a minute', limits?.tpm, minute?.tokens],
    ['Requests at once', limits?.parallel, minute?.running],
  ] as const
  return rates.flatMap(([title, limit, used]) => {
    if (limit === undefined) return []
    const text =
      used === undefined ? `${countText(limit)} at most` : `${countText(used)} of ${countText(limit)} used`
    return [box(title, meterOf('used', used ?? null, limit), text)]
  })
}

function termsBox({ models, scopes, expires, tags }: KeyAnswer): HTMLElement {
  return box(
    'Terms',
    null,
    `Models: ${models === null ? 'all' : models.join(', ')}`,
    `Scopes: ${scopes.join(', ')}`,
    ...(expires === null ? [] : [`Expires ${turnText(Date.parse(expires))}`]),
    ...Object.entries(tags).map(([name, value]) => `${name}: ${value}`),
  )
}

function box(title: string, meter: HTMLElement | null, ...texts: string[]): HTMLElement {
  const lines = texts.map((text) => element('div', {}, text))
  return element('div', {}, element('strong', {}, title), meter, ...lines)
}

function meterOf(what: string, used: number | null, limit: number): HTMLElement | null {
  if (used === null) return null
  const percent = Math.round((used / limit) * 100)
  return element('meter', {
    'aria-label': `${percent} % ${what}`,
    min: '0',
    max: String(limit),
    high: String(limit * 0.9),
    value: String(Math.min(used, limit)),
  })
}
