import { takeMessages } from './chat.ts'
import { limitsAt, type Reading, takeOutput, takeUnbounded, takeWindow } from './reading.ts'
import { takeHiring, takeTools } from './tools.ts'

/** Members that bring media, as numbers or in base64. */
const media = ['image', 'image_b64', 'mask', 'audio', 'video'] as const

/** A model by its own name: text, vectors, sound or an image. https://developers.cloudflare.com/workers-ai/models/ */
export function readRun(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  reading.units['image'] = 1
  if (body['requests'] !== undefined) takeUnbounded(reading, 'requests', 'a batch is answered later')
  for (const name of media) if (body[name] !== undefined) takeWindow(reading, name)
  if (body['audio'] !== undefined) reading.openUnits['second'] = 'audio'
  takeMessages(reading)
  takeTools(reading, body['tools'], { plain: ({ type }) => type === undefined || type === 'function' })
  if (body['text'] === undefined || body['prompt'] !== undefined || body['messages'] !== undefined)
    takeOutput(reading, limitsAt(reading, ['max_tokens']), 1)
}
