import { parse } from 'csv-parse/sync'

/** One key or team of an export. */
export interface ExportRow {
  /** Where it stands, for people: `line 3`. */
  place: string
  fields: Readonly<Record<string, unknown>>
}

export interface Mistake {
  place: string
  message: string
}

export interface ExportFile {
  rows: ExportRow[]
  mistakes: Mistake[]
}

/**
 * Reads CSV, a JSON document (a list, or an answer that has one inside) or JSON lines. What is broken is a mistake of
 * its line; the rest goes on. Never throws.
 */
export function readExport(text: string): ExportFile {
  const trimmed = text.replace(/^\uFEFF/, '').trimStart()
  return /^[[{]/.test(trimmed) ? readJson(trimmed) : readCsv(text)
}

/** Each record by itself, so that a quotation mark too many does not take the rest of the file with it. */
function readCsv(text: string): ExportFile {
  const rows: ExportRow[] = []
  const mistakes: Mistake[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/)
  let header: string[] | null = null
  for (let first = 0, next = 0; first < lines.length; first = next) {
    next = first + 1
    if (lines[first]?.trim() === '') continue
    const end = endOfRecord(lines, first)
    const cells = end === null ? null : cellsOf(lines.slice(first, end).join('\n'))
    const place = `line ${first + 1}`
    if (cells === null || end === null) {
      mistakes.push({ place, message: 'its quotation marks are not those of CSV' })
    } else if (header === null) {
      header = cells.map((name) => name.trim())
      next = end
    } else if (cells.length === header.length) {
      rows.push({ place, fields: Object.fromEntries(header.map((name, column) => [name, cells[column]])) })
      next = end
    } else {
      mistakes.push({ place, message: `it has ${cells.length} cells, and the first line ${header.length}` })
    }
  }
  return { rows, mistakes }
}

/** The line behind a record, whose quoted cells may have line breaks in them; null where a quotation mark stays open. */
function endOfRecord(lines: readonly string[], first: number): number | null {
  let marks = 0
  for (let end = first; end < Math.min(lines.length, first + mostLines); end++) {
    marks += lines[end]?.split('"').length ?? 1
    marks -= 1
    if (marks % 2 === 0) return end + 1
  }
  return null
}

/** Of one record. */
const mostLines = 1_000

function cellsOf(record: string): string[] | null {
  try {
    return parse(record, { relax_column_count: true })[0] ?? null
  } catch {
    return null
  }
}

function readJson(text: string): ExportFile {
  const whole = parsed(text)
  if (whole !== undefined) return fromItems(itemsIn(whole, 0) ?? [whole], (index) => `item ${index + 1}`)
  const lines = text.split(/\r?\n/)
  const mistakes: Mistake[] = []
  const rows: ExportRow[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const value = parsed(line)
    const place = `line ${index + 1}`
    if (isObject(value)) rows.push({ place, fields: value })
    else mistakes.push({ place, message: 'it is no JSON object' })
  }
  return { rows, mistakes }
}

function fromItems(items: readonly unknown[], placeOf: (index: number) => string): ExportFile {
  const rows: ExportRow[] = []
  const mistakes: Mistake[] = []
  for (const [index, item] of items.entries()) {
    if (isObject(item)) rows.push({ place: placeOf(index), fields: item })
    else mistakes.push({ place: placeOf(index), message: 'it is no JSON object' })
  }
  return { rows, mistakes }
}

/** The list of an API's answer: `{"keys": […]}`, `{"data": {"items": […]}}`. */
function itemsIn(value: unknown, depth: number): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (!isObject(value) || depth > 2) return null
  for (const name of ['keys', 'teams', 'data', 'items', 'tokens']) {
    const found = itemsIn(value[name], depth + 1)
    if (found !== null) return found
  }
  return null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
