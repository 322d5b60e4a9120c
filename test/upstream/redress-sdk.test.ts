import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/refusal/reasons.ts'
import { redress } from '../../src/upstream/redress.ts'
import { anthropicFailure, openaiFailure } from '../refusal/sdk-failure.ts'
import { shapes } from './error-shapes.ts'

const context = { provider: 'acme', secretName: null, requestId: 'req-1', neutral: true }

function body(status: number, error: object, dialect: Dialect): string {
  const bytes = new TextEncoder().encode(JSON.stringify(error))
  const outcome = redress(status, 'application/json', bytes, dialect, context)
  if (outcome === null || 'refusal' in outcome) throw new Error('was not re-dressed')
  return outcome.body
}

describe('what an SDK shows of a re-dressed error', () => {
  test('OpenAI: the message and the code of a list of Google errors', async () => {
    const outcome = body(400, shapes.googleList, 'openai')
    expect(await openaiFailure(() => new Response(outcome, { status: 400 }))).toEqual({
      name: 'BadRequestError',
      status: 400,
      message: '400 Bad field',
      code: 'INVALID_ARGUMENT',
      type: 'invalid_request_error',
      param: null,
      requestID: null,
      hits: 1,
    })
  })

  test('Anthropic: the message of an OpenAI error, typed by its status', async () => {
    const outcome = body(404, shapes.openai, 'anthropic')
    expect(await anthropicFailure(() => new Response(outcome, { status: 404 }))).toEqual({
      name: 'NotFoundError',
      status: 404,
      message: 'Bad model',
      type: 'not_found_error',
      requestID: null,
      hits: 1,
    })
  })
})
