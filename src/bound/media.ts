import type { JsonObject } from '../body/objects.ts'
import { listOf, objectOf, readNested, type Reading, takeUnbounded, takeWindow, textIn } from './reading.ts'

/**
 * What an image in a body costs at most, whatever its size: providers scale it down first. The dearest known is
 * gpt-4o-mini's: 2,833 tokens and eight tiles of 5,667 (https://platform.openai.com/docs/guides/images-vision).
 */
const imageTokens = 48_169

/** Families that take less, by what their vendors document. */
const lower: readonly { models: RegExp; tokens: number }[] = [
  // 2,576 pixels on the long edge: https://platform.claude.com/docs/en/build-with-claude/vision
  { models: /(^|[./])claude-/, tokens: 4_784 },
  // 3,072 pixels by 384 are 24 tiles of 258, and no resolution is more:
  // https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/image-understanding
  { models: /^(models\/|google\/)?gemini-/, tokens: 6_192 },
  // Eight tiles of 170, and 85: https://platform.openai.com/docs/guides/images-vision
  { models: /^(ft:)?(gpt-4o|chatgpt-4o|gpt-4\.1)(?!-(mini|nano))/, tokens: 1_445 },
  // 10,000 patches at the original size, and the multiplier of the smallest models, 2.46.
  { models: /^(gpt-[5-9]|gpt-4\.1-|o[1-9])/, tokens: 24_600 },
]

/** Notes an image whose bytes are in the body. */
export function takeImage(reading: Reading, payload: string): void {
  const named = reading.models.length === 0 ? [''] : reading.models
  const each = named.map((model) => lower.find(({ models }) => models.test(model))?.tokens ?? imageTokens)
  reading.payload += payload.length + reading.missingIn(payload)
  reading.tokens += Math.max(...each)
}

/** Notes sound, a film or a document whose bytes are in the body: nobody knows how long it is. */
export function takeFile(reading: Reading, payload: unknown, field: string): void {
  if (typeof payload === 'string') reading.payload += payload.length + reading.missingIn(payload)
  takeWindow(reading, field)
}

/** The same of a document, which a host may have somebody else read for a model that cannot. */
export function takeDocument(reading: Reading, payload: unknown, field: string): void {
  takeFile(reading, payload, field)
  if (reading.route.provider.readsFiles && !listOf(reading.body['plugins']).some(isFreeParser))
    takeUnbounded(
      reading,
      field,
      'who reads it may be charged by the page: send the plug-in `file-parser` with a `pdf.engine` that is free, `native` or `cloudflare-ai`',
    )
}

/** https://openrouter.ai/docs/guides/overview/multimodal/pdfs */
export function isFreeParser(plugin: unknown): boolean {
  const { id, pdf } = objectOf(plugin)
  return id === 'file-parser' && /^(native|cloudflare-ai)$/.test(textIn(objectOf(pdf)['engine']))
}

/** Notes an image that is in the body as a `data:` address, or is only named by another one. */
export function takeImageAddress(reading: Reading, address: unknown, field: string): void {
  if (typeof address === 'string' && /^data:image\/[\w.+-]+;base64,/.test(address))
    takeImage(reading, address)
  else takeWindow(reading, field)
}

/** What a kind of part means; one that stands in no such table is input of unknown size. */
export type Parts = Readonly<Record<string, (reading: Reading, part: JsonObject) => void>>

/** A part whose text is all that it is. */
export function plain(): void {}

/** Notes every part of a list by its `type`. A text, in place of the list or in it, is text. */
export function takeParts(reading: Reading, content: unknown, parts: Parts, field: string): void {
  if (!Array.isArray(content)) {
    if (typeof content === 'object' && content !== null) takeWindow(reading, field)
    return
  }
  for (const item of content) {
    if (typeof item === 'string') continue
    const part = objectOf(item)
    const kind = part['type']
    if (typeof kind === 'string' && Object.hasOwn(parts, kind))
      readNested(reading, field, () => parts[kind]?.(reading, part))
    else takeWindow(reading, typeof kind === 'string' && /^\w{1,40}$/.test(kind) ? `${field}.${kind}` : field)
  }
}
