import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/cli/import/row-reader.ts'
import { readExport } from '../../../src/cli/import/export-file.ts'
import { sources } from '../../../src/cli/import/sources.ts'
import { jobDialects } from '../../../src/job/dialects.ts'
import { translateToChat } from '../../../src/translate/messages/request/request.ts'
import { toldBy } from '../../../src/upstream/error-told.ts'
import { statesRejection } from '../../../src/usage/submission.ts'
import { boundedOrRefused } from '../../bound/asked.ts'

/** `String` throws a TypeError for it: what was asked or answered then ended as a fault of ours, in a 500. */
const noText: unknown = JSON.parse('{"toString":1,"valueOf":1}')

describe('kept: an object of JSON that cannot become a text', () => {
  test.each([
    [
      'POST /v1beta/models/gemini-2.5-flash:generateContent',
      { generationConfig: { responseModalities: [noText] } },
    ],
    ['POST /google-ai-studio/v1beta/interactions', { response_modalities: [noText] }],
    ['POST /anthropic/v1/messages', { context_management: { edits: [{ type: noText }] } }],
    ['POST /anthropic/v1/messages', { anthropic_beta: [noText] }],
    ['POST /v1/chat/completions', { service_tier: { type: noText } }],
    ['POST /v1/chat/completions', { plugins: [{ id: 'file-parser', pdf: { engine: noText } }] }],
  ])('is bounded like any other member: %s %j', (line, members) => {
    const body = { model: 'gpt-4o', max_tokens: 1, contents: [], messages: [], input: 'x', ...members }
    expect(boundedOrRefused(line, body).ok).toBe(true)
  })

  test.each([
    ['the type of a block', 'user', { type: noText }],
    ['the type of an answer’s block', 'assistant', { type: noText }],
    [
      'the type of a result’s block',
      'user',
      { type: 'tool_result', tool_use_id: 'a', content: [{ type: noText }] },
    ],
  ])('is refused as %s', (_, role, block) => {
    const means = {
      model: 'gpt-4.1',
      limit: { field: 'max_tokens', most: null },
      takesFiles: false,
      thoughtsIn: null,
    }
    const body = { max_tokens: 1, messages: [{ role, content: [block] }] }
    expect(translateToChat(body, means)).toMatchObject({ ok: false, refusal: { reason: 'bad_request' } })
  })

  test('is no status of an answer, no place in an error and no count of a batch', () => {
    expect(statesRejection({ status: noText })).toBe(false)
    expect(toldBy({ detail: [{ loc: ['body', noText, 0], msg: 'No' }] })).toMatchObject({
      message: 'body.0: No',
    })
    const stats = { requestCount: noText, failedRequestCount: noText }
    const answer = {
      metadata: { batchStats: stats, state: noText },
      state: noText,
      status: noText,
      id: noText,
    }
    const ids = Object.values(jobDialects).map(({ body }) => body?.(answer)?.id ?? null)
    expect(ids.filter((id) => id !== null)).toEqual([])
  })

  test('makes a row of an import a mistake, and ends no import', async () => {
    const reader = readerOf({ place: 'item 1', fields: { a: noText, b: [noText] } })
    expect([reader.switch('a'), reader.moment('a'), reader.list('b'), reader.wrong]).toEqual([
      null,
      null,
      [],
      ['a is no true or false', 'a is no time', 'b is no list'],
    ])
    const row = { token: 'ab'.repeat(32), metadata: { tags: [noText] } }
    const { rows } = readExport(JSON.stringify([row]))
    const input = {
      carry: 'left',
      quotaPerUsd: 1,
      teams: null,
      budgets: null,
      withoutBudgets: false,
    } as const
    const drafted = rows.map((one) => sources.litellm.read(input, 0).draft(one))
    expect(await Promise.all(drafted)).toMatchObject([{ ok: true, key: { lost: ['metadata (tags)'] } }])
  })
})
