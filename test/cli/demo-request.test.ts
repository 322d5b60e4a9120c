import { expect, test } from 'vitest'
import { describeRow } from '../../src/cli/demo-request.ts'

const row = { id: '0190a000-0000-7000-8000-000000000001', key_id: 'demo', provider: 'openai', status: 200 }

test('a row is told one column a line, what is not known as a dash, and its cost in USD', () => {
  expect(describeRow({ ...row, cost_nano_usd: 17_400, price_id: 'config/gpt-4o-mini' }).split('\n')).toEqual([
    '  id             0190a000-0000-7000-8000-000000000001',
    '  key_id         demo',
    '  provider       openai',
    '  endpoint       –',
    '  model          –',
    '  served_model   –',
    '  status         200',
    '  outcome        –',
    '  input_tokens   –',
    '  output_tokens  –',
    '  usage_source   –',
    '  ttfb_ms        –',
    '  duration_ms    –',
    '  cost           $0.0000174 (config/gpt-4o-mini)',
  ])
})

test.each([
  ['nobody priced', { cost_nano_usd: null, price_id: null }, '  cost           no price'],
  ['cost nothing', { cost_nano_usd: 0, price_id: 'free' }, '  cost           $0.00 (free)'],
])('a row that %s says so', (_, costs, said) => {
  expect(
    describeRow({ ...row, ...costs })
      .split('\n')
      .at(-1),
  ).toBe(said)
})
