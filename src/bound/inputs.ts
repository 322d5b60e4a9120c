import { takeGoogleParts } from './generate.ts'
import { listOf, objectOf, type Reading, takeOutput, takeUnbounded, takeWindow } from './reading.ts'
import { takeHiring } from './hiring.ts'

/** Texts that are turned into vectors or judged: nothing is answered in tokens. */
export function readInputs(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  takeInput(reading, body['input'], 'input')
  takeInput(reading, body['prompt'], 'prompt')
  // Images of any kind: https://docs.cohere.com/reference/embed
  for (const name of ['images', 'inputs', 'image'] as const) {
    const given = body[name]
    const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]
    for (const one of list) takeInput(reading, [one], name)
  }
  // https://ai.google.dev/api/embeddings
  takeGoogleInputs(reading, [body, ...listOf(body['requests'])])
}

/** A text, texts or tokens; an object among them is media, which has a window of its own. */
function takeInput(reading: Reading, input: unknown, field: string): void {
  const isMedia = field === 'images' || field === 'image'
  const list = Array.isArray(input) ? input : typeof input === 'object' && input !== null ? [input] : []
  for (const item of list) {
    if (isMedia || (typeof item === 'object' && item !== null && !Array.isArray(item)))
      takeOwnWindow(reading, field)
  }
}

function takeOwnWindow(reading: Reading, field: string): void {
  if (reading.windowFor !== null) reading.moreWindows++
  takeWindow(reading, field)
}

function takeGoogleInputs(reading: Reading, requests: readonly unknown[]): void {
  for (const request of requests) {
    const { content } = objectOf(request)
    if (content === undefined) continue
    const before = reading.windowFor
    reading.windowFor = null
    takeGoogleParts(reading, content)
    if (before !== null && reading.windowFor !== null) reading.moreWindows++
    reading.windowFor ??= before
  }
}

/** A prediction of Vertex, or Imagen's: images by `sampleCount`, else texts that are turned into vectors. */
export function readPrediction(reading: Reading): void {
  const { instances, parameters } = reading.body
  const { sampleCount, sample_count: sampleCountToo, numberOfImages } = objectOf(parameters)
  const list = listOf(instances)
  if (list.some((instance) => 'prompt' in objectOf(instance))) {
    const each = Math.max(
      ...[sampleCount, sampleCountToo, numberOfImages].map((count) =>
        count === undefined ? 0 : Number(count),
      ),
    )
    const images = each === 0 ? mostSamples : each
    if (!Number.isSafeInteger(images) || images < 1)
      return takeUnbounded(reading, 'parameters.sampleCount', 'it is no whole number')
    reading.units['image'] = images * list.length
    return
  }
  const plain = list.every((instance) => typeof objectOf(instance)['content'] === 'string')
  if (!plain) takeUnbounded(reading, 'instances', 'only texts and prompts can be read')
}

/** What is made where nothing else is said. https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api */
const mostSamples = 4

/** Pages that are read: those that are asked for, else as many as a document may have. https://docs.mistral.ai/capabilities/document_ai */
export function readPages(reading: Reading): void {
  const { pages } = reading.body
  // A text can stand for a range of them.
  const areNumbers = Array.isArray(pages) && pages.every((page) => typeof page === 'number')
  reading.units['page'] = areNumbers && pages.length > 0 ? pages.length : 1000
  if (reading.body['document_annotation_format'] ?? reading.body['bbox_annotation_format']) {
    takeWindow(reading, 'document')
    takeOutput(reading, [], reading.units['page'] + 1)
  }
}
