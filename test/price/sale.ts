import type { Sale } from '../../src/price/sale.ts'

/** A sale of which nothing is known but what is given. */
export function saleOf(given: Partial<Sale>): Sale {
  return {
    provider: 'openai',
    model: null,
    served_model: null,
    endpoint: 'chat/completions',
    at: Date.parse('2026-11-22T12:00:00Z'),
    input_tokens: null,
    cache_read_tokens: null,
    cache_write_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    details: null,
    units: null,
    unit: null,
    ...given,
  }
}
