import uPlot from 'uplot'
import type { Metric } from './metric.ts'

/** What a chart shows: one bar a label. */
export interface Bars {
  labels: readonly string[]
  values: readonly number[]
  metric: Metric
  /** Labels are long: names, not days. */
  slanted: boolean
}

/** A place where one chart after another is drawn. */
export interface Chart {
  draw(bars: Bars): void
}

const heightPx = 260
const longestLabel = 18
const steps = [1, 2, 5, 7, 14, 30, 60, 90, 180]

/** Bars drawn by uPlot, in the page's own colours, as wide as their place. */
export function createChart(place: HTMLElement): Chart {
  let plot: uPlot | null = null
  let last: Bars | null = null
  const redraw = (): void => {
    plot?.destroy()
    plot = last === null || last.labels.length === 0 ? null : plotOf(place, last)
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
  new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height: heightPx })).observe(place)
  return {
    draw(bars) {
      last = bars
      redraw()
    },
  }
}

function plotOf(place: HTMLElement, { labels, values, metric, slanted }: Bars): uPlot {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const labelAt = (index: number | null): string => (index === null ? '' : (labels[index] ?? ''))
  const paths = uPlot.paths.bars?.({ size: [0.7, 48] })
  const grid = { stroke: colour('--line'), width: 1 }
  return new uPlot(
    {
      width: place.clientWidth,
      height: heightPx,
      cursor: { drag: { x: false, y: false }, y: false },
      scales: {
        x: { time: false, range: [-0.6, labels.length - 0.4] },
        // Of nothing but zeros there is a flat chart, not none.
        y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.1 : 1] },
      },
      axes: [
        {
          stroke: colour('--soft'),
          grid: { show: false },
          incrs: steps,
          rotate: slanted ? -35 : 0,
          size: slanted ? 90 : 40,
          values: (_plot, indexes) => indexes.map((index) => shortened(labelAt(index))),
        },
        {
          stroke: colour('--soft'),
          grid,
          size: (_plot, marks) => 20 + 7 * Math.max(3, ...(marks ?? []).map((mark) => mark.length)),
          values: (_plot, marks) => marks.map((mark) => metric.short(mark)),
        },
      ],
      series: [
        { label: slanted ? 'Name' : 'Day', value: (_plot, index) => labelAt(index) || '–' },
        {
          label: metric.label,
          fill: colour('--bar'),
          points: { show: false },
          ...(paths && { paths }),
          value: (_plot, value) => (value === null ? '–' : metric.text(value)),
        },
      ],
    },
    [labels.map((_, index) => index), [...values]],
    place,
  )
}

function shortened(name: string): string {
  return name.length > longestLabel ? `${name.slice(0, longestLabel - 1)}…` : name
}
