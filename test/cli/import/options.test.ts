import { expect, test } from 'vitest'
import { importFlags, optionsOf } from '../../../src/cli/import/options.ts'
import { sources } from '../../../src/cli/import/sources.ts'
import { typedAs } from '../memory-stores.ts'

const read = (...args: string[]) => optionsOf(typedAs(importFlags, ...args))

test('an import keeps limits and whole periods unless it is told otherwise', () => {
  expect(read('--from=litellm')).toEqual({
    ok: true,
    options: { from: sources.litellm, carry: 'period', quotaPerUsd: 500_000, withoutBudgets: false },
  })
  expect(read('--from=litellm', '--without=budget_id', '--carry=left')).toEqual({
    ok: true,
    options: { from: sources.litellm, carry: 'left', quotaPerUsd: 500_000, withoutBudgets: true },
  })
})

test.each([
  [['--from=litelm'], '--from must be one of litellm, one-api, new-api (did you mean litellm?)'],
  [['--from=litellm', '--carry=all'], '--carry must be period or left'],
  [['--from=one-api', '--quota-per-usd=0'], '--quota-per-usd must be a number above 0'],
  [['--from=one-api', '--budgets=b.csv'], '--budgets is about LiteLLM'],
  [['--from=litellm', '--without=max_budget'], '--without must be budget_id'],
])('%j is refused', (args, message) => {
  expect(read(...args)).toEqual({ ok: false, message })
})
