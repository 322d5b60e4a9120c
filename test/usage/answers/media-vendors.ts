import { type KnownAnswer, read } from './known-answer.ts'

export const mediaVendorAnswers: KnownAnswer[] = [
  read('replicate-prediction/waited.json', 'meta/llama-4', {
    input: 9,
    output: 2,
    units: 1.234567,
    unit: 'second',
  }),
  read('replicate-prediction/image.json', 'black-forest-labs/flux-schnell', {
    units: 0.5,
    unit: 'second',
    details: { image_count: 2 },
  }),
  {
    dialect: 'replicate-prediction',
    name: 'starting.json',
    reading: { model: 'meta/llama-4', final: false, failed: false },
  },
  {
    dialect: 'replicate-prediction',
    name: 'failed.json',
    reading: { usage: { units: 3, unit: 'second' }, model: 'meta/llama-4', final: true, failed: true },
  },
  read('elevenlabs-transcription/words.json', undefined, { units: 1.25, unit: 'second' }),
  read('deepgram-listen/stereo.json', 'nova-3', {
    units: 25,
    unit: 'second',
    details: { summary_input_tokens: 63, summary_output_tokens: 43 },
  }),
  read('cartesia-transcription/stt.json', undefined, { units: 4.2, unit: 'second' }),
  read('image-list/three.json', undefined, { units: 3, unit: 'image' }),
]
