import { ConverseCommand, ConverseStreamCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { expect } from 'vitest'
import { unpriced } from '../../doors/keys-and-rows.ts'
import { collect } from '../calls.ts'
import { said, standInUsage } from '../stand-in-row.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { vendorClients } from './clients-of.ts'
import { city, picture } from './parts.ts'
import { models, upstreamOf, vendorRow } from './vendor-rows.ts'

const modelId = models.bedrock
const hello = [{ role: 'user' as const, content: [{ text: 'Hello?' }] }]

/** Bedrock as AWS' SDK asks for it, with a bearer key. */
export function bedrockFeatures({ url, feature, scriptTask, stage }: Conformance): void {
  const of = (visitor: Visitor) => vendorClients(url(), visitor.token).bedrock()
  const bodyOf = async (visitor: Visitor) => JSON.parse(String(await visitor.arrivals()[0]?.body)) as unknown

  feature('bedrock', 'text', 'Converse with a bearer key', async (visitor) => {
    const { output } = await of(visitor).send(new ConverseCommand({ modelId, messages: hello }))
    expect(output?.message?.content).toEqual([{ text: said }])
    expect(visitor.arrivals().map((arrival) => arrival.url)).toEqual([
      upstreamOf('bedrock').replace(modelId, encodeURIComponent(modelId)),
    ])
    expect(await visitor.rows(1)).toEqual([vendorRow('bedrock', visitor)])
  })

  feature('bedrock', 'stream', 'frames of its binary event stream', async (visitor) => {
    const { stream } = await of(visitor).send(new ConverseStreamCommand({ modelId, messages: hello }))
    const events = await collect(stream ?? nothing())
    expect(events.map((sent) => sent.contentBlockDelta?.delta?.text ?? '').join('')).toBe(said)
    expect(await visitor.rows(1)).toEqual([
      vendorRow('bedrock', visitor, {
        endpoint: `bedrock-runtime/us-east-1/model/${modelId}/converse-stream`,
        stream: 1,
      }),
    ])
  })

  feature('bedrock', 'tools', 'a tool is called, and its result told', async (visitor) => {
    const text = 'bedrock, the weather in Oslo?'
    scriptTask(text, { id: 'tooluse_1', name: 'weather', arguments: '{"city":"Oslo"}' })
    const toolConfig = { tools: [{ toolSpec: { name: 'weather', inputSchema: { json: city } } }] }
    const asked = { modelId, messages: [{ role: 'user' as const, content: [{ text }] }], toolConfig }
    const { output } = await of(visitor).send(new ConverseCommand(asked))
    const toolUse = { toolUseId: 'tooluse_1', name: 'weather', input: { city: 'Oslo' } }
    expect(output?.message?.content).toEqual([{ toolUse }])
    expect(await bodyOf(visitor)).toEqual({ messages: asked.messages, toolConfig })
    const result = { toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'Sunny' }] } }
    const messages = [
      ...asked.messages,
      { role: 'assistant' as const, content: [{ toolUse }] },
      { role: 'user' as const, content: [result] },
    ]
    const told = await of(visitor).send(new ConverseCommand({ ...asked, messages }))
    expect(told.output?.message?.content).toEqual([{ text: 'The note is written.' }])
    const row = vendorRow('bedrock', visitor)
    expect(await visitor.rows(2)).toEqual([row, row])
  })

  feature('bedrock', 'structured output', 'a schema goes up unchanged', async (visitor) => {
    const text = 'bedrock, which city?'
    stage().standIn.mock.prependFixture({
      match: { userMessage: text },
      response: { content: '{"city":"Oslo"}', usage: standInUsage },
    })
    const structure = { jsonSchema: { name: 'place', schema: JSON.stringify(city) } }
    const outputConfig = { textFormat: { type: 'json_schema' as const, structure } }
    const messages = [{ role: 'user' as const, content: [{ text }] }]
    const { output } = await of(visitor).send(new ConverseCommand({ modelId, messages, outputConfig }))
    expect(output?.message?.content).toEqual([{ text: '{"city":"Oslo"}' }])
    expect(await bodyOf(visitor)).toEqual({ messages, outputConfig })
    expect(await visitor.rows(1)).toEqual([vendorRow('bedrock', visitor)])
  })

  feature('bedrock', 'images in', 'a picture goes up as it was sent', async (visitor) => {
    const bytes = Buffer.from(picture, 'base64')
    const content = [{ image: { format: 'png' as const, source: { bytes } } }, { text: 'What is this?' }]
    const messages = [{ role: 'user' as const, content }]
    const { output } = await of(visitor).send(new ConverseCommand({ modelId, messages }))
    expect(output?.message?.content).toEqual([{ text: said }])
    const sent = { image: { format: 'png', source: { bytes: picture } } }
    expect(await bodyOf(visitor)).toEqual({ messages: [{ role: 'user', content: [sent, content[1]] }] })
    expect(await visitor.rows(1)).toEqual([vendorRow('bedrock', visitor)])
  })

  feature('bedrock', 'images out', 'a picture is drawn by InvokeModel', async (visitor) => {
    const drawn = { images: [picture] }
    visitor.answerWith((reply) => reply.answer(200, drawn))
    const asked = { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'A pond' } }
    const canvas = 'amazon.nova-canvas-v1:0'
    const command = new InvokeModelCommand({ modelId: canvas, body: JSON.stringify(asked) })
    const { body } = await of(visitor).send(command)
    expect(JSON.parse(body.transformToString())).toEqual(drawn)
    expect(await bodyOf(visitor)).toEqual(asked)
    expect(await visitor.rows(1)).toEqual([
      vendorRow('bedrock', visitor, {
        endpoint: `bedrock-runtime/us-east-1/model/${canvas}/invoke`,
        model: canvas,
        usage_source: 'none',
        input_tokens: null,
        output_tokens: null,
        ...unpriced,
        gateway_log_id: null,
      }),
    ])
  })
}

async function* nothing(): AsyncGenerator<never> {}
