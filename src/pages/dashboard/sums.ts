import type { UsageAnswer, UsageRow } from '../ask.ts'
import { described, element, find, say } from '../document.ts'
import { countText, costText } from '../figures.ts'
import type { Chart } from './chart.ts'
import { createChart } from './chart.ts'
import { dayText, everyDay } from './days.ts'
import { groupName, type Group } from './group.ts'
import { metrics, type Metric } from './metric.ts'
import { fillTable, type Column } from './table.ts'

const barsShown = 10
const linesShown = 100

/** Where sums are shown: in all, by day and by group. */
export interface SumsView {
  showDays(usage: UsageAnswer, metric: Metric): void
  showGroups(usage: UsageAnswer, group: Group, metric: Metric): void
}

export function createSumsView(): SumsView {
  const days: Chart = createChart(find('#days-chart', HTMLElement))
  const groups: Chart = createChart(find('#groups-chart', HTMLElement))
  return {
    showDays(usage, metric) {
      showTotals(usage)
      const every = everyDay(usage.from, usage.to, usage.rows)
      const values = every.map(({ row }) => (row === null ? 0 : metric.of(row)))
      days.draw({ labels: every.map(({ day }) => dayText(day)), values, metric, slanted: false })
      const used = usage.rows.toReversed()
      fillTable(find('#days-table', HTMLTableElement), [dayColumn, ...figures], used)
    },
    showGroups(usage, group, metric) {
      find('#groups-title', HTMLElement).textContent = `By ${group}`
      const sorted = usage.rows.toSorted((one, other) => metric.of(other) - metric.of(one))
      const top = sorted.slice(0, barsShown)
      groups.draw({
        labels: top.map((row) => groupName(row, group)),
        values: top.map((row) => metric.of(row)),
        metric,
        slanted: true,
      })
      const name: Column<UsageRow> = { head: group, text: (row) => groupName(row, group) }
      fillTable(find('#groups-table', HTMLTableElement), [name, ...figures], sorted.slice(0, linesShown))
      const more = sorted.length - linesShown
      const note =
        more > 0
          ? `And ${countText(more)} more: /api/usage?group=${group} has all of them, as CSV too.`
          : null
      say(find('#groups-note', HTMLElement), sorted.length === 0 ? 'No requests in these days.' : note)
    },
  }
}

const dayColumn: Column<UsageRow> = { head: 'Day (UTC)', text: ({ day }) => day ?? '' }
const figures: readonly Column<UsageRow>[] = Object.values(metrics).map((metric: Metric) => ({
  head: metric.label,
  number: true,
  text: (row) => (metric === metrics.spend ? spendText(row) : metric.text(metric.of(row))),
}))

/** What is not priced is no part of a sum of costs. */
function spendText(row: UsageRow): string {
  if (row.unpriced === 0) return costText(row.cost_nano_usd)
  return row.unpriced === row.requests ? costText(null) : `≥ ${costText(row.cost_nano_usd)}`
}

function showTotals({ totals }: UsageAnswer): void {
  const pairs = Object.values(metrics).map((metric: Metric): [string, string] => [
    metric.label,
    metric.text(metric.of(totals)),
  ])
  const boxes = pairs.map((pair) => element('div', {}, ...described([pair])))
  find('#totals', HTMLElement).replaceChildren(...boxes)
  const unpriced = `${countText(totals.unpriced)} of the requests have no known cost (they failed, or their model has no price): the spend is ${costText(totals.cost_nano_usd)} and what they cost.`
  say(find('#unpriced-note', HTMLElement), totals.unpriced === 0 ? null : unpriced)
}
