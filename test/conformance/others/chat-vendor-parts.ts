import { expect } from 'vitest'
import { said, standInUsage } from '../stand-in-row.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { vendorClients } from './clients-of.ts'
import { city, pictureUrl } from './parts.ts'
import { models, type Vendor, vendorRow } from './vendor-rows.ts'

type Clients = ReturnType<typeof vendorClients>
type ChatVendor = Exclude<Vendor, 'bedrock'>

/** How a vendor's SDK is asked, and what it gives: its calls of tools, or its text. */
interface Sdk {
  calls(clients: Clients, prompt: string): Promise<unknown>
  /** Asks for an answer by the schema. */
  place(clients: Clients, prompt: string): Promise<unknown>
  /** Shows a picture. */
  look(clients: Clients): Promise<unknown>
}

const parameters = city
const weather = { type: 'function' as const, function: { name: 'weather', parameters } }
const asks = (content: string) => [{ role: 'user' as const, content }]
const shown = [{ type: 'image_url' as const, imageUrl: { url: pictureUrl } }]
const called = { name: 'weather', arguments: '{"city":"Oslo"}' }

const sdks: Readonly<Record<ChatVendor, Sdk>> = {
  mistral: {
    async calls({ mistral }, prompt) {
      const asked = { model: models.mistral, messages: asks(prompt), tools: [weather] }
      return (await mistral().chat.complete(asked)).choices[0]?.message?.toolCalls
    },
    async place({ mistral }, prompt) {
      const responseFormat = {
        type: 'json_schema' as const,
        jsonSchema: { name: 'place', schemaDefinition: city },
      }
      const asked = { model: models.mistral, messages: asks(prompt), responseFormat }
      return (await mistral().chat.complete(asked)).choices[0]?.message?.content
    },
    async look({ mistral }) {
      const messages = [{ role: 'user' as const, content: shown }]
      return (await mistral().chat.complete({ model: models.mistral, messages })).choices[0]?.message?.content
    },
  },
  groq: {
    async calls({ groq }, prompt) {
      const asked = { model: models.groq, messages: asks(prompt), tools: [weather] }
      return (await groq().chat.completions.create(asked)).choices[0]?.message.tool_calls
    },
    async place({ groq }, prompt) {
      const response_format = { type: 'json_schema' as const, json_schema: { name: 'place', schema: city } }
      const asked = { model: models.groq, messages: asks(prompt), response_format }
      return (await groq().chat.completions.create(asked)).choices[0]?.message.content
    },
    async look({ groq }) {
      const content = [{ type: 'image_url' as const, image_url: { url: pictureUrl } }]
      const asked = { model: models.groq, messages: [{ role: 'user' as const, content }] }
      return (await groq().chat.completions.create(asked)).choices[0]?.message.content
    },
  },
  openrouter: {
    async calls({ openrouter }, prompt) {
      const asked = {
        model: models.openrouter,
        messages: asks(prompt),
        tools: [weather],
        stream: false as const,
      }
      const answer = await openrouter().chat.send({ chatRequest: asked })
      return 'choices' in answer ? answer.choices[0]?.message.toolCalls : null
    },
    async place({ openrouter }, prompt) {
      const responseFormat = { type: 'json_schema' as const, jsonSchema: { name: 'place', schema: city } }
      const asked = {
        model: models.openrouter,
        messages: asks(prompt),
        responseFormat,
        stream: false as const,
      }
      const answer = await openrouter().chat.send({ chatRequest: asked })
      return 'choices' in answer ? answer.choices[0]?.message.content : null
    },
    async look({ openrouter }) {
      const messages = [{ role: 'user' as const, content: shown }]
      const asked = { model: models.openrouter, messages, stream: false as const }
      const answer = await openrouter().chat.send({ chatRequest: asked })
      return 'choices' in answer ? answer.choices[0]?.message.content : null
    },
  },
  cohere: {
    async calls({ cohere }, prompt) {
      const asked = { model: models.cohere, messages: asks(prompt), tools: [weather] }
      return (await cohere().chat(asked)).message.toolCalls
    },
    async place({ cohere }, prompt) {
      const responseFormat = { type: 'json_object' as const, jsonSchema: city }
      const asked = { model: models.cohere, messages: asks(prompt), responseFormat }
      return textOf((await cohere().chat(asked)).message.content)
    },
    async look({ cohere }) {
      const messages = [{ role: 'user' as const, content: shown }]
      return textOf((await cohere().chat({ model: models.cohere, messages })).message.content)
    },
  },
}

/** The same schema on the wire. */
const formats: Readonly<Record<ChatVendor, object>> = {
  mistral: { type: 'json_schema', json_schema: { name: 'place', schema: city } },
  groq: { type: 'json_schema', json_schema: { name: 'place', schema: city } },
  openrouter: { type: 'json_schema', json_schema: { name: 'place', schema: city } },
  cohere: { type: 'json_object', json_schema: city },
}

/** Tools, schemas and pictures, as vendors' own SDKs send them to their own doors. */
export function chatVendorPartFeatures({ url, feature, stage }: Conformance): void {
  for (const [vendor, sdk] of Object.entries(sdks) as [ChatVendor, Sdk][]) {
    const clientsOf = (visitor: Visitor) => vendorClients(url(), visitor.token)
    const bodyOf = async (visitor: Visitor) =>
      JSON.parse(String(await visitor.arrivals()[0]?.body)) as unknown

    feature(vendor, 'tools', 'a tool is called', async (visitor) => {
      const prompt = `${vendor}, the weather in Oslo?`
      stage().standIn.mock.prependFixture({
        match: { userMessage: prompt },
        response: { toolCalls: [{ id: 'call_1', ...called }], usage: standInUsage },
      })
      expect(await sdk.calls(clientsOf(visitor), prompt)).toMatchObject([{ id: 'call_1', function: called }])
      expect(await bodyOf(visitor)).toMatchObject({ messages: asks(prompt), tools: [weather] })
      expect(await visitor.rows(1)).toEqual([vendorRow(vendor, visitor)])
    })

    feature(vendor, 'structured output', 'a schema goes up unchanged', async (visitor) => {
      const prompt = `${vendor}, which city?`
      stage().standIn.mock.prependFixture({
        match: { userMessage: prompt },
        response: { content: '{"city":"Oslo"}', usage: standInUsage },
      })
      expect(await sdk.place(clientsOf(visitor), prompt)).toBe('{"city":"Oslo"}')
      expect(await bodyOf(visitor)).toMatchObject({ response_format: formats[vendor] })
      expect(await visitor.rows(1)).toEqual([vendorRow(vendor, visitor)])
    })

    feature(vendor, 'images in', 'a picture goes up as it was sent', async (visitor) => {
      expect(await sdk.look(clientsOf(visitor))).toBe(said)
      const content = [{ type: 'image_url', image_url: { url: pictureUrl } }]
      expect(await bodyOf(visitor)).toMatchObject({ messages: [{ role: 'user', content }] })
      expect(await visitor.rows(1)).toEqual([vendorRow(vendor, visitor)])
    })
  }
}

function textOf(content: readonly { type: string; text?: string }[] | undefined): string {
  return (content ?? []).map(({ text }) => text ?? '').join('')
}
