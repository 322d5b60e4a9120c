import type { KnownAnswer } from './known-answer.ts'

const done = { final: true, failed: false }

/** Images, sound and videos, in the shapes of the official SDK's types. */
export const openaiMediaAnswers: KnownAnswer[] = [
  {
    dialect: 'openai-images',
    name: 'gpt-image.json',
    reading: {
      usage: {
        input: 50,
        output: 2112,
        details: {
          input_image_tokens: 40,
          input_text_tokens: 10,
          output_image_tokens: 2100,
          output_text_tokens: 12,
        },
      },
      ...done,
    },
  },
  {
    dialect: 'openai-images',
    name: 'svg.json',
    reading: {
      usage: {
        input: 20,
        output: 1056,
        details: { input_text_tokens: 20, svg_input_tokens: 300, svg_output_tokens: 900 },
      },
      ...done,
    },
  },
  {
    dialect: 'openai-images',
    name: 'dall-e.json',
    reading: { usage: { units: 2, unit: 'image' }, ...done },
  },
  { dialect: 'openai-images', name: 'error.json', reading: { final: false, failed: true } },
  {
    dialect: 'openai-images',
    name: 'partials.sse',
    reading: {
      usage: { input: 54, output: 1056, details: { input_image_tokens: 40, input_text_tokens: 14 } },
      ...done,
    },
  },
  {
    dialect: 'openai-images',
    name: 'edit.sse',
    reading: {
      usage: { input: 328, output: 272, details: { input_image_tokens: 323, input_text_tokens: 5 } },
      ...done,
    },
  },
  { dialect: 'openai-images', name: 'error.sse', reading: { final: false, failed: true } },
  { dialect: 'openai-speech', name: 'events.sse', reading: { usage: { input: 14, output: 101 }, ...done } },
  {
    dialect: 'openai-transcription',
    name: 'tokens.json',
    reading: {
      usage: { input: 140, output: 30, details: { input_audio_tokens: 138, input_text_tokens: 2 } },
      ...done,
    },
  },
  {
    dialect: 'openai-transcription',
    name: 'duration.json',
    reading: { usage: { units: 12, unit: 'second' }, ...done },
  },
  {
    dialect: 'openai-transcription',
    name: 'verbose.json',
    reading: { usage: { units: 9, unit: 'second' }, ...done },
  },
  {
    dialect: 'openai-transcription',
    name: 'translation.json',
    reading: { usage: { units: 3.5, unit: 'second' }, ...done },
  },
  {
    dialect: 'openai-transcription',
    name: 'text.sse',
    reading: { usage: { input: 14, output: 45, details: { input_audio_tokens: 14 } }, ...done },
  },
  {
    dialect: 'openai-videos',
    name: 'queued.json',
    reading: { usage: { units: 8, unit: 'second' }, model: 'sora-2-pro', ...done },
  },
]
