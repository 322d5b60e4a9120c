import { expect, test } from 'vitest'
import { tableOf } from '../../src/cli/table.ts'
import { usdText } from '../../src/cli/usd.ts'

test('tableOf puts texts on the left, numbers on the right, and makes what others wrote harmless', () => {
  expect(
    tableOf(
      ['model', 'rows', 'USD'],
      [
        ['\u001b[31mgpt\n-4o', 1200, '1.50'],
        [null, 7, '1,000.00'],
        ['x'.repeat(90), 0, '–'],
      ],
    ),
  ).toBe(
    [
      `model${' '.repeat(75)}   rows       USD`,
      `[31mgpt-4o${' '.repeat(70)}  1,200      1.50`,
      `–${' '.repeat(79)}      7  1,000.00`,
      `${'x'.repeat(79)}…      0         –`,
    ].join('\n'),
  )
})

test.each([
  [0n, '0.00'],
  [1n, '0.000000001'],
  [1_500_000_000n, '1.50'],
  [-20_000_000n, '-0.02'],
  [1_234_567_123_450_000n, '1,234,567.12345'],
])('usdText says %s nano-USD as %s', (nano, text) => {
  expect(usdText(nano)).toBe(text)
})
