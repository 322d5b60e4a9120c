import { valueAt } from '../../usage/json.ts'

/** The words of a refusal, where the provider gives any with its `stop_reason`. */
export function refusalText(ending: unknown): string | null {
  if (valueAt(ending, 'stop_reason') !== 'refusal') return null
  const words = valueAt(ending, 'stop_details.explanation')
  return typeof words === 'string' && words !== '' ? words : null
}
