import { quote } from '../refusal/client-text.ts'

/** A cell: what it says, and null for nothing known. */
export type Cell = string | number | null

const widest = 80

/**
 * Rows under their headings, for people. Numbers stand on the right. What others wrote is made harmless: no escape
 * codes, no line breaks, at most 80 characters a cell.
 */
export function tableOf(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [headings, ...rows.map((row) => row.map(shown))]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column] ?? ''))))
  const right = headings.map((_, column) => rows.some((row) => isNumber(row[column])))
  return lines
    .map((line) =>
      line
        .map((text, column) => {
          const space = ' '.repeat((widths[column] ?? 0) - lengthOf(text))
          return right[column] ? space + text : text + space
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || /^-?[\d,]+\.\d+$/.test(cell ?? '')
}

function shown(cell: Cell): string {
  if (cell === null || cell === '') return '–'
  if (typeof cell === 'number') return cell.toLocaleString('en-US', { maximumFractionDigits: 6 })
  const letters = Array.from(quote(cell))
  return letters.length <= widest ? letters.join('') : `${letters.slice(0, widest - 1).join('')}…`
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
