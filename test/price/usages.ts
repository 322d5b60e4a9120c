import type { Sale } from '../../src/price/sale.ts'

/** One usage, as a row has it and as `calcPrice` takes it, and the rates that it cannot be priced without. */
export interface CommonUsage {
  sale: Partial<Sale>
  calc: Readonly<Record<string, number>>
  needs: readonly string[]
}

function tokens(
  input: number,
  output: number,
  more: {
    sale?: Partial<Sale>
    details?: object
    calc?: Readonly<Record<string, number>>
    needs?: readonly string[]
  } = {},
): CommonUsage {
  const details = JSON.stringify({ search_context_size: 'high', ...more.details })
  return {
    sale: { input_tokens: input, output_tokens: output, details, ...more.sale },
    calc: { input_tokens: input, output_tokens: output, ...more.calc },
    needs: ['input_mtok', 'output_mtok', ...(more.needs ?? [])],
  }
}

/** What every model is asked for, by name. */
export const commonUsages: Readonly<Record<string, CommonUsage>> = {
  plain: tokens(1_237, 569),
  long: tokens(150_001, 20_003),
  longer: tokens(250_007, 9_001),
  longest: tokens(300_011, 70_001),
  'at the step': tokens(200_000, 11),
  reasoning: tokens(1_000, 700, { sale: { reasoning_tokens: 613 }, calc: { output_reasoning_tokens: 613 } }),
  cached: tokens(9_001, 77, {
    sale: { cache_read_tokens: 8_191 },
    calc: { cache_read_tokens: 8_191 },
    needs: ['cache_read_mtok'],
  }),
  'long and cached': tokens(290_001, 77, {
    sale: { cache_read_tokens: 280_001 },
    calc: { cache_read_tokens: 280_001 },
    needs: ['cache_read_mtok'],
  }),
  'written to the cache': tokens(5_003, 91, {
    sale: { cache_read_tokens: 1_001, cache_write_tokens: 3_001 },
    calc: { cache_read_tokens: 1_001, cache_write_tokens: 3_001 },
    needs: ['cache_read_mtok', 'cache_write_mtok'],
  }),
  'written for an hour': tokens(5_003, 91, {
    sale: { cache_write_tokens: 3_001 },
    details: { cache_write_1h_tokens: 2_003 },
    calc: { cache_write_tokens: 3_001, cache_write_1h_tokens: 2_003 },
    needs: ['cache_write_mtok', 'cache_write_1h_mtok'],
  }),
  'audio in and out': tokens(1_301, 409, {
    details: { input_audio_tokens: 1_201, output_audio_tokens: 307 },
    calc: { input_audio_tokens: 1_201, output_audio_tokens: 307 },
    needs: ['input_audio_mtok', 'output_audio_mtok'],
  }),
  'audio heard, some of it before': tokens(1_301, 409, {
    sale: { cache_read_tokens: 601 },
    details: { input_audio_tokens: 1_201, cache_read_audio_tokens: 503 },
    calc: { cache_read_tokens: 601, input_audio_tokens: 1_201, cache_audio_read_tokens: 503 },
    needs: ['cache_read_mtok', 'input_audio_mtok', 'cache_audio_read_mtok'],
  }),
  'images seen': tokens(1_301, 409, {
    details: { input_image_tokens: 1_201 },
    calc: { input_image_tokens: 1_201 },
  }),
  'images drawn': tokens(1_301, 4_111, {
    details: { output_image_tokens: 4_096 },
    calc: { output_image_tokens: 4_096 },
    needs: ['output_image_mtok'],
  }),
  'video seen': tokens(9_301, 409, {
    details: { input_video_tokens: 9_201 },
    calc: { input_video_tokens: 9_201 },
  }),
  'searches made': tokens(1_237, 569, {
    details: { web_search_requests: 3 },
    calc: { web_searches: 3 },
    needs: ['web_searches_kcount'],
  }),
  'vectors made': {
    sale: { input_tokens: 8_003 },
    calc: { input_tokens: 8_003 },
    needs: ['input_mtok'],
  },
  'seconds heard': {
    sale: { units: 61.25, unit: 'second' },
    calc: { audio_seconds: 61.25, input_audio_seconds: 61.25 },
    needs: ['audio_hours'],
  },
  'a second heard': {
    sale: { units: 1, unit: 'second' },
    calc: { audio_seconds: 1, input_audio_seconds: 1 },
    needs: ['audio_hours'],
  },
  'pages read': {
    sale: { units: 7, unit: 'page' },
    calc: { input_document_pages: 7 },
    needs: ['input_document_kpages'],
  },
  'pages annotated': {
    sale: { units: 7, unit: 'page', details: JSON.stringify({ annotation: 'asked' }) },
    calc: { input_document_pages: 7, input_annotated_document_pages: 7 },
    needs: ['input_annotated_document_kpages'],
  },
}
