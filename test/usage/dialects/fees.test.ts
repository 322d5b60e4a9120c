import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../../src/usage/dialects/index.ts'

const counted = { input_tokens: 10, output_tokens: 3 }

function responded(more: object) {
  return usageDialects['openai-responses'].body({ usage: counted, ...more }).usage?.details
}

describe('what has a fee or a price beside the tokens', () => {
  test('is counted in the output of a response, tool by tool', () => {
    const output = [
      { type: 'message' },
      { type: 'file_search_call' },
      { type: 'file_search_call' },
      { type: 'code_interpreter_call' },
      { type: 'web_search_call', action: { type: 'search' } },
      { type: 'web_search_call', action: { type: 'open_page' } },
    ]
    expect(responded({ output })).toEqual({
      file_search_requests: 2,
      code_interpreter_requests: 1,
      web_search_requests: 1,
    })
  })

  test('is what the response itself counts, where it does', () => {
    const output = [{ type: 'web_search_call' }, { type: 'web_search_call' }]
    expect(responded({ output, tool_usage: { web_search: { num_requests: 1 } } })).toEqual({
      web_search_requests: 1,
    })
    expect(responded({ output: [{ type: 'message' }] })).toBeUndefined()
  })

  test('is a grounding with maps, and the type of traffic, of Vertex', () => {
    const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 2, trafficType: 'ON_DEMAND_PRIORITY' }
    const groundingMetadata = { groundingChunks: [{ web: {} }, { maps: {} }, { maps: {} }] }
    const { usage } = usageDialects['gemini-generate'].body({
      usageMetadata,
      candidates: [{ groundingMetadata }],
    })
    expect(usage).toEqual({
      input: 10,
      output: 2,
      details: { service_tier: 'ON_DEMAND_PRIORITY', maps_requests: 1 },
    })
  })

  test('is the tier and the latency of a Bedrock model, which only headers tell', () => {
    const headers = new Headers({
      'x-amzn-bedrock-service-tier': 'priority',
      'x-amzn-bedrock-performanceconfig-latency': 'optimized',
      'x-amzn-bedrock-input-token-count': '10',
    })
    const details = { service_tier: 'priority', latency: 'optimized' }
    expect(usageDialects['bedrock-invoke'].headers?.(headers, { input: 9 })).toEqual({ details })
    expect(usageDialects['bedrock-invoke'].headers?.(headers, undefined)).toEqual({ input: 10, details })
    expect(usageDialects['bedrock-invoke'].headers?.(new Headers(), undefined)).toEqual({})
  })
})
