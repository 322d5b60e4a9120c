import { nanoUsd } from '../usage/money.ts'
import type { Budget } from './record.ts'

/** What a budget allows, in integer nano-USD. */
export function budgetNano({ usd }: Pick<Budget, 'usd'>): number {
  const nano = nanoUsd(usd)
  if (nano === undefined) throw new Error(`${usd} is no budget`)
  return nano
}
