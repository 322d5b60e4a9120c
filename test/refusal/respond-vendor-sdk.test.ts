import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BedrockRuntimeServiceException, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { OpenRouterError } from '@openrouter/sdk/models/errors'
import { describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/refusal/reasons.ts'
import type { Refusal } from '../../src/refusal/refusal.ts'
import { respond } from '../../src/refusal/respond.ts'
import { thrownBy } from '../conformance/calls.ts'
import { bedrockOf, openrouterOf } from '../conformance/others/strict-clients.ts'

const token = 'sk-test'
const unknownKey: Refusal = { reason: 'invalid_api_key', message: 'No such key.' }
const spent: Refusal = {
  reason: 'insufficient_quota',
  message: 'The budget is spent.',
  details: { scope: 'budget', limit: 20 },
}
const noModel: Refusal = { reason: 'bad_request', message: 'No model.', param: 'model' }
const away: Refusal = { reason: 'keys_unavailable', message: 'Not just now.', retryAfter: 5 }

/** What a client throws that is answered with this refusal, whatever it asks. */
async function thrownFor(
  refusal: Refusal,
  dialect: Dialect,
  call: (worker: string) => PromiseLike<unknown>,
): Promise<unknown> {
  const server = createServer(async (_request, reply) => {
    const answer = respond(refusal, dialect, 'req-1', 'POST')
    reply.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  try {
    return await thrownBy(call(`http://127.0.0.1:${port}`))
  } finally {
    server.close()
  }
}

const question = new ConverseCommand({
  modelId: 'acme.model',
  messages: [{ role: 'user', content: [{ text: 'Hello?' }] }],
})

describe('what the SDK of AWS makes of `aws-json`', () => {
  const cases: [string, Refusal, object][] = [
    [
      'an unknown key',
      unknownKey,
      { name: 'UnrecognizedClientException', message: 'No such key.', status: 401, code: 'invalid_api_key' },
    ],
    [
      'a spent budget',
      spent,
      {
        name: 'ServiceQuotaExceededException',
        message: 'The budget is spent.',
        status: 429,
        code: 'insufficient_quota',
      },
    ],
    [
      'a request without a model',
      noModel,
      { name: 'ValidationException', message: 'No model.', status: 400, code: null },
    ],
    [
      'keys that cannot be read',
      away,
      {
        name: 'ServiceUnavailableException',
        message: 'Not just now.',
        status: 503,
        code: 'keys_unavailable',
      },
    ],
  ]

  test.each(cases)('%s is thrown by its name, with message, code and request', async (_, refusal, said) => {
    const thrown = await thrownFor(refusal, 'aws-json', (worker) => bedrockOf(worker, token).send(question))
    if (!(thrown instanceof BedrockRuntimeServiceException)) throw thrown
    const { name, message, $metadata } = thrown
    const { code } = Reflect.get(thrown, 'error') as { code: unknown }
    expect({ name, message, status: $metadata.httpStatusCode, code, id: $metadata.requestId }).toEqual({
      ...said,
      id: 'req-1',
    })
  })
})

describe('what the SDK of OpenRouter makes of `numbered`', () => {
  const cases: [string, Refusal, string, { code: number; message: string; metadata: object }][] = [
    [
      'an unknown key',
      unknownKey,
      'UnauthorizedResponseError',
      { code: 401, message: 'No such key.', metadata: { reason: 'invalid_api_key' } },
    ],
    [
      'a spent budget',
      spent,
      'TooManyRequestsResponseError',
      {
        code: 429,
        message: 'The budget is spent.',
        metadata: { reason: 'insufficient_quota', scope: 'budget', limit: 20 },
      },
    ],
    [
      'keys that could not be read',
      away,
      'ServiceUnavailableResponseError',
      { code: 503, message: 'Not just now.', metadata: { reason: 'keys_unavailable' } },
    ],
  ]

  test.each(cases)('%s is thrown as its own error, with its reason', async (_, refusal, name, error) => {
    const chatRequest = { model: 'acme/model', messages: [{ role: 'user' as const, content: 'Hello?' }] }
    const thrown = await thrownFor(refusal, 'numbered', (worker) =>
      openrouterOf(worker, token).chat.send({ chatRequest }),
    )
    if (!(thrown instanceof OpenRouterError)) throw thrown
    const { message, statusCode } = thrown
    expect({ name: thrown.name, message, statusCode, error: Reflect.get(thrown, 'error') }).toEqual({
      name,
      message: error.message,
      statusCode: error.code,
      error,
    })
  })
})
