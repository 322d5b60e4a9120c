import type { Consumed, Row } from '../ledger/row.ts'

/** What a row says of what was sold: enough to price it, now or again. */
export type Sale = Consumed & Pick<Row, 'provider' | 'model' | 'endpoint' | 'at'>

const counts = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const satisfies (keyof Sale)[]
const names = ['model', 'served_model', 'unit', 'details'] as const satisfies (keyof Sale)[]

/** Whether a row, which may be an old one, holds what its type says, and counts that can be. */
export function isSound(sale: Sale): boolean {
  const { provider, endpoint, at, units } = sale
  return (
    [provider, endpoint].every((text) => typeof text === 'string') &&
    names.every((name) => sale[name] === null || typeof sale[name] === 'string') &&
    counts.every((name) => sale[name] === null || isCount(sale[name])) &&
    Number.isFinite(at) &&
    (units === null || (Number.isFinite(units) && units >= 0))
  )
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
