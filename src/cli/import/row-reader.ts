import { quote } from '../../refusal/client-text.ts'
import type { ExportRow } from './export-file.ts'

/**
 * Reads the fields of one row, in whatever way CSV or JSON wrote them. It remembers which fields were looked at and
 * what could not be understood, so that nothing is passed over in silence.
 */
export interface RowReader {
  text(name: string): string | null
  number(name: string): number | null
  switch(name: string): boolean | null
  /** A JSON list, PostgreSQL's `{a,b}`, or texts joined by commas or lines. */
  list(name: string): string[]
  object(name: string): Readonly<Record<string, unknown>>
  /** Epoch milliseconds; a time without a zone is in UTC. */
  moment(name: string): number | null
  /** Whether a field says anything. It counts as looked at. */
  says(name: string): boolean
  /** Fields that say something and that nobody has looked at. */
  unread(): string[]
  /** What was looked at and is not what it should be: `max_budget is no number`. */
  readonly wrong: readonly string[]
}

export function readerOf({ fields }: ExportRow): RowReader {
  const read = new Set<string>()
  const wrong: string[] = []

  function given(name: string): unknown {
    read.add(name)
    return plain(Object.hasOwn(fields, name) ? fields[name] : null)
  }
  function mistaken(name: string, expected: string): null {
    wrong.push(`${name} is no ${expected}`)
    return null
  }

  return {
    wrong,
    text(name) {
      const value = given(name)
      if (value === null) return null
      return isText(value) ? String(value) : mistaken(name, 'text')
    },
    number(name) {
      const value = given(name)
      if (value === null) return null
      const number =
        typeof value === 'string' && /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : value
      return typeof number === 'number' && Number.isFinite(number) ? number : mistaken(name, 'number')
    },
    switch(name) {
      const value = given(name)
      if (value === null) return null
      const word = isText(value) || typeof value === 'boolean' ? String(value).toLowerCase() : ''
      if (['true', 't', '1', 'yes'].includes(word)) return true
      return ['false', 'f', '0', 'no'].includes(word) ? false : mistaken(name, 'true or false')
    },
    list(name) {
      const value = structured(given(name))
      if (value === null) return []
      if (Array.isArray(value) && value.every(isText)) return value.map(String)
      if (typeof value === 'string') return itemsOf(value)
      mistaken(name, 'list')
      return []
    },
    object(name) {
      const value = structured(given(name))
      if (value === null || (Array.isArray(value) && value.length === 0)) return {}
      if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
      mistaken(name, 'JSON object')
      return {}
    },
    moment(name) {
      const value = given(name)
      if (value === null) return null
      const written = isText(value) ? String(value).trim().replace(' ', 'T') : ''
      const whole = written.includes('T') ? written.replace(/([+-]\d{2})$/, '$1:00') : written
      const zoned = !whole.includes('T') || /(?:Z|[+-]\d{2}:?\d{2})$/i.test(whole)
      const ms = Date.parse(zoned ? whole : `${whole}Z`)
      return Number.isNaN(ms) ? mistaken(name, 'time') : ms
    },
    says(name) {
      return isTelling(given(name))
    },
    unread() {
      return Object.keys(fields)
        .filter((name) => !read.has(name) && isTelling(plain(fields[name])))
        .map(quote)
    },
  }
}

function isText(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

const nothing = new Set(['', 'null', '\\n'])

/** Null for every way in which an export says nothing. */
function plain(value: unknown): unknown {
  if (value === undefined) return null
  return typeof value === 'string' && nothing.has(value.trim().toLowerCase()) ? null : value
}

function isTelling(value: unknown): boolean {
  const read = structured(value)
  if (read === null || read === false || read === 0 || read === '0' || read === 'f' || read === 'false')
    return false
  return typeof read !== 'object' || Object.keys(read).length > 0
}

/** JSON that stands in a cell as text. */
function structured(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  if (/^\s*\{\s*\}\s*$/.test(value)) return []
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

function itemsOf(text: string): string[] {
  const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? text
  return inner
    .split(/[,\n]/)
    .map((item) => item.trim().replace(/^"(.*)"$/, '$1'))
    .filter((item) => item !== '')
}
