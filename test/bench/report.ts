import { boundsInWords, type Elsewhere, type Figure, valuesInWords, verdictOf } from './figure.ts'

/** What a row says: what, how much, how much it may be, whether that holds, and what stands beside it. */
export function cellsOf(row: Figure | Elsewhere): [string, string, string, string, string] {
  if ('see' in row) return [row.what, '', row.bound, `see ${row.see}`, '']
  return [row.what, valuesInWords(row), boundsInWords(row), verdictOf(row), row.beside ?? '']
}

/** Rows as a table for a terminal. */
export function table(rows: readonly (Figure | Elsewhere)[]): string {
  const lines = rows.map(cellsOf)
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
