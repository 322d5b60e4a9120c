import { describe, expect, test } from 'vitest'
import { freePlan } from './free-plan.ts'

describe('what the free plan carries', () => {
  test('is the least of its three quotas, in full batches and alone', () => {
    expect(freePlan({ rows: 1, rowsWrittenARequest: 2 }).split('\n')).toEqual([
      'Free plan: a request writes 3 rows in its Meter and 2.00 in D1, a batch 3 and 1; of each 100,000 a day',
      '  batches of 100: 33003 requests a day (Meter rows 33003, Meter calls 49751, D1 rows 49751)',
      '  every request alone: 16666 requests a day (Meter rows 16666, Meter calls 33333, D1 rows 33333)',
    ])
  })
})
