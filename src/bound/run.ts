import { takeMessages } from './chat.ts'
import { type LimitPlace, limitsAt, type Reading, takeOutput, takeUnbounded, takeWindow } from './reading.ts'
import { takeHiring } from './hiring.ts'
import { takeTools } from './tools.ts'

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
    takeOutput(reading, limitsOf(reading), 1)
}

/** Some of these models take a body of the Responses API: https://developers.cloudflare.com/workers-ai/models/gpt-oss-120b/ */
function limitsOf(reading: Reading): LimitPlace[] {
  const own = limitsAt(reading, ['max_tokens'])
  const others = limitsAt(reading, ['max_output_tokens', 'max_completion_tokens'])
  if (reading.body['input'] !== undefined) return [...others, ...own]
  return [...own, ...others.map(({ path, asked }) => ({ path, asked, unsure: true }) as const)]
}
