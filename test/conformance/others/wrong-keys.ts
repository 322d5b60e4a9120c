import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { expect } from 'vitest'
import { thrownBy } from '../calls.ts'
import type { Client } from '../clients.ts'
import type { Conformance } from '../suite.ts'
import { vendorClients } from './clients-of.ts'

type Clients = ReturnType<typeof vendorClients>
const messages = [{ role: 'user' as const, content: 'Hello?' }]

/** One call of each client, and what it throws for a key that is not known. */
const calls: readonly (readonly [Client, (clients: Clients) => PromiseLike<unknown>, object])[] = [
  [
    'mistral',
    (of) => of.mistral().chat.complete({ model: 'mistral-small-latest', messages }),
    { statusCode: 401 },
  ],
  ['groq', (of) => of.groq().chat.completions.create({ model: 'llama', messages }), { status: 401 }],
  [
    'openrouter',
    (of) => of.openrouter().chat.send({ chatRequest: { model: 'm', messages } }),
    { statusCode: 401 },
  ],
  ['cohere', (of) => of.cohere().chat({ model: 'command-a-03-2025', messages }), { statusCode: 401 }],
  [
    'bedrock',
    (of) =>
      of.bedrock().send(
        new ConverseCommand({
          modelId: 'anthropic.claude-sonnet-5-v1:0',
          messages: [{ role: 'user', content: [{ text: 'Hello?' }] }],
        }),
      ),
    { $metadata: { httpStatusCode: 401 } },
  ],
  ['replicate', (of) => of.replicate().run('acme/painter', { input: {} }), { response: { status: 401 } }],
  ['elevenlabs', (of) => of.elevenlabs().voices.getAll(), { statusCode: 401 }],
  [
    'deepgram',
    (of) => of.deepgram().listen.v1.media.transcribeUrl({ url: 'https://files.invalid/a.wav' }),
    { statusCode: 401 },
  ],
]

/** What providers' own SDKs throw. */
export function wrongKeyFeatures({ feature, url }: Conformance): void {
  for (const [client, call, expected] of calls)
    feature(client, 'errors', 'a wrong key is its own error, of status 401', async (visitor) => {
      const error = await thrownBy(call(vendorClients(url(), `sk-nobody-${'x'.repeat(40)}`)))
      expect(error).toMatchObject(expected)
      expect(visitor.arrivals()).toEqual([])
      return String(error).includes('This key is not known here.')
        ? undefined
        : 'thrown, but without the reason'
    })
}
