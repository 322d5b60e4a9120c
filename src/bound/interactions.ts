import { takeFile, takeImage, takeParts, type Parts, plain } from './media.ts'
import { spelled, takeCache, takeGoogleThinking } from './generate.ts'
import {
  countAt,
  objectOf,
  type Reading,
  takeAgent,
  takeOutput,
  takeUnbounded,
  takeWindow,
  textIn,
} from './reading.ts'
import { takeHiring } from './hiring.ts'
import { takeTools } from './tools.ts'

/** https://ai.google.dev/api/interactions-api */
const parts: Parts = {
  text: plain,
  thought: plain,
  function_call: plain,
  function_result: plain,
  image: (reading, { data }) =>
    typeof data === 'string' ? takeImage(reading, data) : takeWindow(reading, 'input.image'),
  audio: (reading, { data }) => takeFile(reading, data, 'input.audio'),
  video: (reading, { data }) => takeFile(reading, data, 'input.video'),
  document: (reading, { data }) => takeFile(reading, data, 'input.document'),
}

/** A request of Google's Interactions API. */
export function readInteraction(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  if (body['background'] === true) reading.job = true
  takeCache(reading, body)
  if (body['previous_interaction_id']) takeWindow(reading, 'previous_interaction_id')
  const input = body['input']
  const turns = typeof input === 'string' || input === undefined ? [] : Array.isArray(input) ? input : [input]
  for (const turn of turns) {
    const { role, content } = objectOf(turn)
    if (typeof role === 'string') takeParts(reading, content, parts, 'input.content')
    else takeParts(reading, [turn], parts, 'input')
  }
  takeTools(reading, body['tools'], { plain: ({ type }) => type === 'function' })
  const at = spelled(reading, body, 'generationConfig')
  const config = objectOf(at.value)
  takeGoogleThinking(reading, config)
  const limit = spelled(reading, config, 'maxOutputTokens').name
  const path = [
    at.name === 'generationConfig' && at.value === undefined ? 'generation_config' : at.name,
    limit,
  ] as const
  const asked = countAt(reading, config, limit, path.join('.'))
  const drawn = ['response_modalities', 'response_format'].find((name) => mayDraw(body[name]))
  if (drawn) return takeUnbounded(reading, drawn, 'nothing bounds what is drawn or spoken')
  if (config['thinking_summaries']) takeAgent(reading)
  takeOutput(reading, [{ path: asked === null ? [path[0], 'max_output_tokens'] : path, asked }], 1)
}

/** A schema of JSON has other types, and is of text. */
function mayDraw(formats: unknown): boolean {
  return (Array.isArray(formats) ? formats : [formats]).some((format) =>
    /^(image|audio|video)$/i.test(textIn(typeof format === 'string' ? format : objectOf(format)['type'])),
  )
}
