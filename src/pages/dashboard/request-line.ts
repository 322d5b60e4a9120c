import type { ToldRow } from '../ask.ts'
import { described, element } from '../document.ts'
import { costText, countText, durationText, timeText } from '../figures.ts'
import { outcomeTexts, rowDetails } from '../row-details.ts'

/** A request in the table: one line, and its details below, which it opens and closes. */
export function requestLine(
  row: ToldRow,
  { withKey, open }: { withKey: boolean; open: boolean },
): HTMLTableSectionElement {
  const id = `details-${row.id}`
  const button = element(
    'button',
    { type: 'button', 'aria-expanded': String(open), 'aria-controls': id },
    element('time', { datetime: new Date(row.at).toISOString() }, timeText(row.at)),
  )
  const cells = [
    ...(withKey ? [element('td', { class: 'name' }, row.key_id)] : []),
    element('td', { class: 'name' }, row.model ?? row.endpoint),
    element('td', { class: row.outcome === 'complete' ? null : 'problem' }, outcomeTexts[row.outcome]),
    number(countText(row.input_tokens)),
    number(countText(row.output_tokens)),
    number(costText(row.cost_nano_usd)),
    number(durationText(row.ttfb_ms)),
    number(durationText(row.duration_ms)),
  ]
  const line = element('tr', {}, element('th', { scope: 'row' }, button), ...cells)
  const list = element('dl')
  const details = element('tr', { id }, element('td', { colspan: String(cells.length + 1) }, list))
  const unfold = (opened: boolean): void => {
    if (opened && list.childElementCount === 0) list.append(...described(rowDetails(row)))
    details.hidden = !opened
    button.ariaExpanded = String(opened)
  }
  unfold(open)
  button.addEventListener('click', () => unfold(details.hidden !== false))
  return element('tbody', {}, line, details)
}

/** Whether the details of a line are open. */
export function isOpen(line: HTMLTableSectionElement): boolean {
  return line.querySelector('button')?.ariaExpanded === 'true'
}

function number(text: string): HTMLElement {
  return element('td', { class: 'number' }, text)
}
