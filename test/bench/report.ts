/** One figure, and what it must not pass. */
export interface Figure {
  what: string
  value: number
  unit: '×' | 'ms' | 'KB' | 'MB' | ''
  bound?: number
  /** What stands beside it. */
  beside?: string
}

/** The figures as a table for a terminal. */
export function table(figures: readonly Figure[]): string {
  const lines = figures.map((figure) => [
    figure.what,
    shown(figure.value, figure.unit),
    figure.bound === undefined ? '' : `≤ ${figure.bound}${figure.unit === '×' ? ' ×' : ` ${figure.unit}`}`,
    verdict(figure),
    figure.beside ?? '',
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map((line) =>
      line.map((cell, column) =>
        column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
      ),
    )
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n')
}

function verdict({ value, bound }: Figure): string {
  if (bound === undefined) return ''
  return value <= bound ? 'pass' : 'SHORT'
}

function shown(value: number, unit: Figure['unit']): string {
  return `${value.toFixed(unit === 'KB' || unit === 'MB' ? 1 : 2)} ${unit}`
}
