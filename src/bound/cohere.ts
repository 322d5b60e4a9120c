import { takeMessages, takeThinking } from './chat.ts'
import { countAt, limitsAt, listOf, type Reading, takeOutput, takeWindow } from './reading.ts'
import { bytesOf } from './text-bytes.ts'
import { takeHiring } from './hiring.ts'
import { takeTools } from './tools.ts'

/** A request of Cohere's own API, either version. https://docs.cohere.com/reference/chat */
export function readCohere(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  takeMessages(reading)
  // What was said before is kept there under this name. https://docs.cohere.com/v1/reference/chat
  if (body['conversation_id']) takeWindow(reading, 'conversation_id')
  takeTools(reading, body['tools'], { plain: ({ type }) => type === undefined || type === 'function' })
  takeThinking(reading)
  takeOutput(reading, limitsAt(reading, ['max_tokens']), countAt(reading, body, 'num_generations') ?? 1)
}

/** A document of more than 500 tokens counts once for each 500: https://docs.cohere.com/docs/rerank-overview */
const [documentTokens, documentsPerSearch] = [500, 100]

/** Documents put in order: a search is a question and a hundred of them. */
export function readRerank(reading: Reading): void {
  const { query, documents } = reading.body
  const { missingIn } = reading
  const asked = bytesOf(query, missingIn)
  const pieces = listOf(documents).reduce<number>(
    (sum, document) => sum + Math.max(1, Math.ceil((bytesOf(document, missingIn) + asked) / documentTokens)),
    0,
  )
  reading.units['search'] = Math.max(1, Math.ceil(pieces / documentsPerSearch))
}

/** Inputs put into classes, each of them charged. */
export function readClassify(reading: Reading): void {
  reading.units['classification'] = Math.max(1, listOf(reading.body['inputs']).length)
}
