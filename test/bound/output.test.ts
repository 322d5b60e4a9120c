import { describe, expect, test } from 'vitest'
import { bounded, refusalOf } from './asked.ts'

const chat = 'POST /v1/chat/completions'
const gemini = 'POST /v1beta/models/gemini-2.5-flash:generateContent'
const messages = 'POST /v1/messages'
const responses = 'POST /v1/responses'

function outputOf(line: string, body: object): unknown {
  const { output } = bounded(line, body).bound
  return output && { fields: output.fields, asked: output.asked, times: output.times, more: output.more }
}

const gpt = (more: object): object => ({ model: 'gpt-4o', messages: [], ...more })
const limited = (path: readonly string[], asked: number | null, times = 1, more = 0): object => ({
  fields: [path],
  asked,
  times,
  more,
})

describe('the limit of an answer', () => {
  test.each<[string, string, object, object]>([
    [
      'a chat’s newer field',
      chat,
      gpt({ max_completion_tokens: 50 }),
      limited(['max_completion_tokens'], 50),
    ],
    ['a chat’s older field', chat, gpt({ max_tokens: 50 }), limited(['max_tokens'], 50)],
    ['none: the row’s field is to be written', chat, gpt({}), limited(['max_completion_tokens'], null)],
    ['none elsewhere', chat, { model: 'groq/llama-3.3-70b-versatile' }, limited(['max_tokens'], null)],
    ['null is none', chat, gpt({ max_tokens: null }), limited(['max_completion_tokens'], null)],
    ['Responses', responses, { model: 'gpt-5', max_output_tokens: 7 }, limited(['max_output_tokens'], 7)],
    ['Messages', messages, { model: 'claude-sonnet-4-5', max_tokens: 7 }, limited(['max_tokens'], 7)],
    [
      'Gemini',
      gemini,
      { contents: [], generationConfig: { maxOutputTokens: 7 } },
      limited(['generationConfig', 'maxOutputTokens'], 7),
    ],
    [
      'Gemini in its other spelling',
      gemini,
      { contents: [], generation_config: { max_output_tokens: 7 } },
      limited(['generation_config', 'max_output_tokens'], 7),
    ],
    [
      'Converse',
      'POST /aws-bedrock/bedrock-runtime/us-east-1/model/meta.llama3-8b-instruct-v1:0/converse',
      { messages: [], inferenceConfig: { maxTokens: 7 } },
      limited(['inferenceConfig', 'maxTokens'], 7),
    ],
    [
      'a body as its vendor has it',
      'POST /aws-bedrock/bedrock-runtime/us-east-1/model/meta.llama3-8b-instruct-v1:0/invoke',
      { prompt: 'hi', max_gen_len: 7 },
      limited(['max_gen_len'], 7),
    ],
    [
      'a model of Workers AI',
      'POST /workers-ai/@cf/meta/llama-3.1-8b-instruct',
      { prompt: 'hi', max_tokens: 7 },
      limited(['max_tokens'], 7),
    ],
  ])('%s', (_, line, body, output) => {
    expect(outputOf(line, body)).toEqual(output)
  })

  test('in a field that the provider ignores is no limit', () => {
    const body = { model: 'deepseek-chat', messages: [], max_completion_tokens: 1 }
    expect(outputOf(chat, body)).toEqual(limited(['max_tokens'], null))
  })

  test('in two fields is the larger one, and both are lowered', () => {
    expect(outputOf(chat, gpt({ max_tokens: 5, max_completion_tokens: 900 }))).toEqual({
      fields: [['max_completion_tokens'], ['max_tokens']],
      asked: 900,
      times: 1,
      more: 0,
    })
  })

  test('does not hold for images and sound that a model answers with', () => {
    const generationConfig = { maxOutputTokens: 7, responseModalities: ['IMAGE'] }
    expect(outputOf(gemini, { contents: [], generationConfig })).toEqual({
      fields: [],
      asked: null,
      times: 1,
      more: 0,
    })
  })
})

describe('the limit counts as often as there are answers', () => {
  const prompts = { model: 'gpt-3.5-turbo-instruct', max_tokens: 10 }
  test.each<[string, string, object, number]>([
    ['n', chat, gpt({ n: 100 }), 100],
    ['best_of', 'POST /v1/completions', { ...prompts, prompt: 'hi', best_of: 20 }, 20],
    ['n and best_of', 'POST /v1/completions', { ...prompts, prompt: 'hi', n: 2, best_of: 20 }, 40],
    ['many prompts', 'POST /v1/completions', { ...prompts, prompt: ['a', 'b', 'c'] }, 3],
    ['many prompts of tokens', 'POST /v1/completions', { ...prompts, prompt: [[1, 2], [3]], n: 2 }, 4],
    ['one prompt of tokens', 'POST /v1/completions', { ...prompts, prompt: [1, 2, 3] }, 1],
    ['candidateCount', gemini, { contents: [], generationConfig: { candidateCount: 8 } }, 8],
    ['candidate_count', gemini, { contents: [], generation_config: { candidate_count: 8 } }, 8],
    [
      'num_generations',
      'POST /cohere/v1/generate',
      { model: 'command', prompt: 'hi', num_generations: 5 },
      5,
    ],
    ['images', 'POST /v1/images/generations', { model: 'gpt-image-1', prompt: 'cat', n: 10 }, 10],
  ])('%s', (_, line, body, times) => {
    expect(bounded(line, body).bound.output?.times).toBe(times)
  })

  test('and what was predicted wrongly comes on top', () => {
    const prediction = { type: 'content', content: 'x'.repeat(1000) }
    expect(bounded(chat, gpt({ prediction })).bound.output?.more).toBe(JSON.stringify(prediction).length)
  })

  test('an image has its own ceiling where that is documented', () => {
    const { output, units } = bounded('POST /v1/images/generations', {
      model: 'gpt-image-1',
      prompt: 'cat',
      n: 2,
      partial_images: 3,
    }).bound
    expect([output?.most, output?.fields, units]).toEqual([6540, [], { image: 2 }])
  })

  test.each(['gemini-2.5-flash-image', 'gemini-3-pro-image-preview'])(
    '%s draws no more than it answers',
    (model) => {
      const line = `POST /v1beta/models/${model}:generateContent`
      expect(bounded(line, { contents: [] }).bound).toMatchObject({
        mostOutput: 32_768,
        output: { fields: [] },
      })
    },
  )

  test('vectors answer nothing that is counted', () => {
    const { output } = bounded('POST /v1/embeddings', { model: 'text-embedding-3-small', input: ['a'] }).bound
    expect(output).toBeNull()
  })
})

describe('an answer is never lowered below', () => {
  const tools = [{ type: 'function', function: { name: 'f' } }]
  const thinking = { type: 'enabled', budget_tokens: 20_000 }
  test.each<[string, string, object, number]>([
    ['1,024 in a chat', chat, gpt({}), 1024],
    ['what was asked for, if that is less', chat, gpt({ max_tokens: 300 }), 300],
    ['8,192 with tools', chat, gpt({ tools }), 8192],
    ['8,192 with functions', chat, gpt({ functions: [{ name: 'f' }] }), 8192],
    ['what was asked for with tools', chat, gpt({ tools, max_tokens: 4000 }), 4000],
    ['8,192 with a reasoning effort', chat, { model: 'gpt-5', reasoning_effort: 'low' }, 8192],
    ['8,192 with an effort in Responses', responses, { model: 'gpt-5', reasoning: { effort: 'high' } }, 8192],
    ['1,024 with an effort of none', responses, { model: 'gpt-5.1', reasoning: { effort: 'none' } }, 1024],
    [
      '1,024 above a budget for thinking',
      messages,
      { model: 'claude-sonnet-4-5', max_tokens: 64_000, thinking },
      21_024,
    ],
    [
      '8,192 where it thinks as it likes',
      messages,
      { model: 'claude-opus-5', thinking: { type: 'adaptive' } },
      8192,
    ],
    [
      '1,024 above Gemini’s budget',
      gemini,
      { contents: [], generationConfig: { thinkingConfig: { thinkingBudget: 9000 } } },
      10_024,
    ],
    [
      '1,024 above it in the other spelling',
      gemini,
      { contents: [], generation_config: { thinking_config: { thinking_budget: 9000 } } },
      10_024,
    ],
    [
      '8,192 where Gemini chooses',
      gemini,
      { contents: [], generationConfig: { thinkingConfig: { thinkingBudget: -1 } } },
      8192,
    ],
  ])('%s', (_, line, body, floor) => {
    expect(bounded(line, body).bound.output?.floor).toBe(floor)
  })
})

describe('a limit of a wrong form is refused, because upstreams read it differently', () => {
  test.each<[string, string, object]>([
    ['max_tokens', chat, gpt({ max_tokens: 0 })],
    ['max_tokens', chat, gpt({ max_tokens: -5 })],
    ['max_tokens', chat, gpt({ max_tokens: '100' })],
    ['max_tokens', chat, gpt({ max_tokens: 1.5 })],
    ['max_tokens', chat, gpt({ max_tokens: 1e300 })],
    ['max_tokens', messages, { model: 'claude-sonnet-4-5', max_tokens: true }],
    ['n', chat, gpt({ n: '100' })],
    ['n', chat, gpt({ n: [100] })],
    ['best_of', 'POST /v1/completions', { model: 'davinci-002', best_of: 0.5 }],
    ['max_output_tokens', responses, { model: 'gpt-5', max_output_tokens: {} }],
    ['generationConfig.candidateCount', gemini, { generationConfig: { candidateCount: '8' } }],
    ['maxOutputTokens', gemini, { generationConfig: { maxOutputTokens: 1, max_output_tokens: 9 } }],
    ['generationConfig', gemini, { generationConfig: {}, generation_config: { candidate_count: 8 } }],
    [
      'thinking.budget_tokens',
      messages,
      { model: 'claude-sonnet-4-5', thinking: { type: 'enabled', budget_tokens: '9' } },
    ],
  ])('%s', (param, line, body) => {
    expect(refusalOf(line, body)).toMatchObject({ reason: 'bad_request', param })
  })

  test('a member in other letters, which some upstreams take for the same', () => {
    expect(refusalOf(chat, gpt({ N: 100 }))).toMatchObject({ reason: 'bad_request', param: 'N' })
    expect(refusalOf(chat, gpt({ max_tokens: 5, Max_Tokens: 1e6 }))).toMatchObject({ param: 'Max_Tokens' })
    expect(refusalOf(chat, gpt({ max_tokens: 5, max_tokenſ: 1e6 }))).toMatchObject({ param: 'max_tokenſ' })
  })

  test('a million is a limit', () => {
    expect(outputOf(chat, gpt({ max_tokens: 1_000_000 }))).toEqual(limited(['max_tokens'], 1_000_000))
  })
})
