import { countAt, listOf, type Reading, takeOutput, takeWindow } from './reading.ts'
import { bytesOf } from './text-bytes.ts'
import { takeHiring } from './hiring.ts'

/** What one image costs at most where it is charged in tokens, and what each early sight of it adds. */
const [imageTokens, partialTokens] = [6240, 100]
/** An image that is brought, at high fidelity: 65 and four tiles of 129, and 6,240. */
const broughtTokens = 6821
/** https://platform.openai.com/docs/guides/image-generation#cost-and-latency */
const chargedInTokens = /^gpt-image-1/

/** Images, drawn or changed. */
export function readImages(reading: Reading): void {
  const { body, route } = reading
  takeHiring(reading)
  const images = countAt(reading, body, 'n') ?? 1
  reading.units['image'] = images
  const single = body['image'] === undefined ? 0 : 1
  const listed = Math.max(listOf(body['images']).length, listOf(body['image']).length, single)
  const masks = body['mask'] === undefined || body['mask'] === null ? 0 : 1
  const brought = Math.max(reading.files, listed + masks)
  reading.tokens += brought * broughtTokens
  const early = isNone(body['partial_images']) ? 0 : (countAt(reading, body, 'partial_images') ?? 0)
  const knownSizes = chargedInTokens.test(route.upstreamModel ?? route.model ?? '')
  takeOutput(reading, [], images, knownSizes ? imageTokens + early * partialTokens : null)
}

function isNone(count: unknown): boolean {
  return count === 0 || count === '0'
}

/** A text that is spoken: charged by its letters, or by tokens as long as the model can speak. */
export function readSpeech(reading: Reading): void {
  takeHiring(reading)
  // More than there are letters in any of its fields.
  reading.units['character'] = bytesOf(reading.body, reading.missingIn)
  takeOutput(reading, [], 1)
}

/**
 * Sound that is written down. No number of bytes bounds its seconds: silence takes next to none, and a file can say
 * that it is played as slowly as it likes. What is charged in tokens has at most the model's window of them.
 */
export function readTranscription(reading: Reading): void {
  takeHiring(reading)
  reading.openUnits['second'] = 'file'
  takeWindow(reading, 'file')
  takeOutput(reading, [], 1)
}
