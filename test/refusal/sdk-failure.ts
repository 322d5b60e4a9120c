import Anthropic, { APIError as AnthropicError } from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI, { APIError as OpenAIError } from 'openai'

/** What a person who uses an official SDK sees of an answer, and how often the SDK asked for it. */
export interface Failure {
  name: string
  status: unknown
  message: string
  code?: unknown
  type?: unknown
  param?: unknown
  requestID?: unknown
  hits: number
}

type Answer = () => Response

export async function openaiFailure(answer: Answer): Promise<Failure> {
  const { fetch, hits } = counting(answer)
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: 'http://tollgate.test/v1', fetch })
  const error = await failureOf(client.chat.completions.create({ model: 'm', messages: [] }))
  if (!(error instanceof OpenAIError)) throw error
  const { status, message, code, type, param, requestID } = error
  return { name: error.constructor.name, status, message, code, type, param, requestID, hits: hits() }
}

export async function anthropicFailure(answer: Answer): Promise<Failure> {
  const { fetch, hits } = counting(answer)
  const client = new Anthropic({ apiKey: 'sk-test', baseURL: 'http://tollgate.test', fetch })
  const error = await failureOf(client.messages.create({ model: 'm', max_tokens: 1, messages: [] }))
  if (!(error instanceof AnthropicError)) throw error
  const { status, type, requestID, apiMessage } = error
  return { name: error.constructor.name, status, message: String(apiMessage), type, requestID, hits: hits() }
}

/** Google's SDK shows the whole body as its message. */
export async function geminiFailure(
  answer: Answer,
): Promise<{ status: unknown; body: unknown; hits: number }> {
  const { fetch, hits } = counting(answer)
  const httpOptions = { baseUrl: 'http://tollgate.test', fetch }
  const client = new GoogleGenAI({ apiKey: 'sk-test', httpOptions })
  const error = await failureOf(client.models.generateContent({ model: 'm', contents: 'hello' }))
  if (!(error instanceof Error) || !('status' in error)) throw error
  return { status: error.status, body: JSON.parse(error.message), hits: hits() }
}

function counting(answer: Answer): { fetch: () => Promise<Response>; hits: () => number } {
  let asked = 0
  return {
    async fetch() {
      asked += 1
      return answer()
    },
    hits: () => asked,
  }
}

async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('the call succeeded')
}
