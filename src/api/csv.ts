import type { Table } from './answer.ts'

/** Spreadsheets take a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^[=+\-@\t\r]/
const special = /[",\r\n]/

/** Rows as CSV (RFC 4180) with a line of names first; what is unknown is empty. */
export function csvOf({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name]))]
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Whether the client would rather have CSV than JSON (`Accept`, without weighing one against the other). */
export function wantsCsv(headers: Headers): boolean {
  const accepted = (headers.get('accept') ?? '').toLowerCase().split(',')
  return accepted.some((entry) => /^\s*text\/csv\s*(?:;(?!\s*q=0(?:\.0*)?\s*$).*)?$/.test(entry))
}
