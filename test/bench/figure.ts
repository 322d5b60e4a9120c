export type Unit = '×' | 'ms' | 'MB' | 'KB' | '/s'

/** One row of a table: a figure, or several that belong together, and what they must not pass. */
export interface Figure {
  what: string
  unit: Unit
  /** NaN where it was not measured. */
  values: readonly number[]
  /** One for each value. */
  bounds?: readonly number[]
  /** What stands beside it. */
  beside?: string
}

/** A row whose proof is another command's. */
export interface Elsewhere {
  what: string
  bound: string
  see: string
}

export type Verdict = 'pass' | 'short' | 'not measured' | ''

/** Whether all values are within their bounds; nothing for a figure without any. One that is missing proves nothing. */
export function verdictOf({ values, bounds }: Figure): Verdict {
  if (bounds === undefined) return ''
  if (values.some((value, index) => value > (bounds[index] ?? Number.NaN))) return 'short'
  return values.some((value) => Number.isNaN(value)) ? 'not measured' : 'pass'
}

/** The values as they are read, with their unit. */
export function valuesInWords({ values, unit }: Figure): string {
  if (values.every((value) => Number.isNaN(value))) return '–'
  const shown = values.map((value) => (Number.isNaN(value) ? '–' : value.toFixed(digits[unit])))
  return `${shown.join(' / ')} ${unit}`
}

/** The bounds as they are read; nothing where there are none. */
export function boundsInWords({ bounds, unit }: Figure): string {
  if (bounds === undefined) return ''
  const each = [...new Set(bounds)].map((bound) => `≤ ${bound === 0.25 ? '1/4' : bound}`)
  return unit === '×' ? each.join(' / ') : `${each.join(' / ')} ${unit}`
}

const digits: Readonly<Record<Unit, number>> = { '×': 2, ms: 2, MB: 0, KB: 1, '/s': 0 }
