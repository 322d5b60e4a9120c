import type { Reading } from '../../src/usage/usage.ts'

const measures = new Set(['units'])
/** Counts of a Usage that are tokens or money: whole, from 0, and exact as numbers. */
function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** What of a reading could not stand in the ledger; null for nothing. */
export function faultIn({ usage = {}, model, final, failed }: Reading): string | null {
  const { details = {}, unit, ...numbers } = usage
  for (const [name, value] of Object.entries(numbers)) {
    const sound = measures.has(name) ? Number.isFinite(value) && value >= 0 : isCount(value)
    if (!sound) return `${name} is ${String(value)}`
  }
  for (const [name, value] of Object.entries(details)) {
    if (typeof value === 'string' ? value.length > 200 : !Number.isFinite(value) || value < 0)
      return `details.${name} is ${value}`
  }
  if (unit !== undefined && (typeof unit !== 'string' || unit === '' || unit.length > 200)) return 'unit'
  if (model !== undefined && (typeof model !== 'string' || model === '' || model.length > 200)) return 'model'
  return typeof final === 'boolean' && typeof failed === 'boolean' ? null : 'final or failed'
}
