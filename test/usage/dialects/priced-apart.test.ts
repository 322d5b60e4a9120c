import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'

const tokens = { promptTokenCount: 90, cachedContentTokenCount: 40, candidatesTokenCount: 5 }

function detailsOf(metadata: object) {
  const body = { usageMetadata: { ...tokens, ...metadata } }
  return usageDialects['gemini-generate'].body(body).usage?.details
}

describe('Gemini’s usage', () => {
  test('tells video from the rest, seen and made', () => {
    expect(
      detailsOf({
        promptTokensDetails: [{ modality: 'VIDEO', tokenCount: 60 }],
        candidatesTokensDetails: [{ modality: 'VIDEO', tokenCount: 5 }],
      }),
    ).toEqual({ input_video_tokens: 60, output_video_tokens: 5 })
  })

  test('says how much of a modality was cached, none where the list of what was leaves it out', () => {
    const promptTokensDetails = [
      { modality: 'AUDIO', tokenCount: 30 },
      { modality: 'IMAGE', tokenCount: 20 },
    ]
    const cacheTokensDetails = [{ modality: 'AUDIO', tokenCount: 25 }]
    expect(detailsOf({ promptTokensDetails, cacheTokensDetails })).toEqual({
      input_audio_tokens: 30,
      input_image_tokens: 20,
      cache_read_audio_tokens: 25,
      cache_read_image_tokens: 0,
    })
    expect(detailsOf({ promptTokensDetails })).toEqual({ input_audio_tokens: 30, input_image_tokens: 20 })
  })
})

test('Gemini’s searches of the web are counted where they were made', () => {
  const candidates = [{ groundingMetadata: { webSearchQueries: ['one', 'two'] } }]
  const body = { candidates, usageMetadata: tokens }
  expect(usageDialects['gemini-generate'].body(body).usage?.details).toEqual({ web_search_requests: 2 })
})

describe('Mistral’s reading of documents', () => {
  const asked = usageDialects['mistral-ocr'].request
  test.each([
    [{ document_annotation_format: { type: 'json_schema' } }, { details: { annotation: 'asked' } }],
    [{ bbox_annotation_format: { type: 'json_schema' } }, { details: { annotation: 'asked' } }],
    [{ document_annotation_format: null }, {}],
    [{ model: 'mistral-ocr-latest' }, {}],
  ])('says whether annotations were asked for (%#)', (body, usage) => {
    expect(asked?.(body)).toEqual(usage)
  })
})
