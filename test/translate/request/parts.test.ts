import type Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { chat, chatWith, made, outcome, refusedAt } from './translated.ts'

type Part = OpenAI.ChatCompletionContentPart
type Block = Anthropic.ContentBlockParam

/** What a user's one part becomes. */
function said(part: Part) {
  return outcome(chat({ messages: [{ role: 'user', content: [part] }] }))
}

function madeOf(block: Block, dropped: string[] = []) {
  return made({ messages: [{ role: 'user', content: [block] }] }, { dropped })
}

describe('a part of what the user says', () => {
  test.each<[string, Part, Block]>([
    ['a text', { type: 'text', text: ' a ' }, { type: 'text', text: ' a ' }],
    [
      'an image by its address',
      { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
      { type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } },
    ],
    [
      'an image as data',
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO', detail: 'auto' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } },
    ],
    [
      'an image whose type is written otherwise',
      { type: 'image_url', image_url: { url: 'DATA:Image/JPG;name=a;Base64,/9j/' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: '/9j/' } },
    ],
    [
      'a PDF as an image',
      { type: 'image_url', image_url: { url: 'data:application/pdf;base64,JVBE' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } },
    ],
    [
      'a PDF as a file',
      { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBE', filename: 'a.pdf' } },
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
        title: 'a.pdf',
      },
    ],
    [
      'an image as a file',
      { type: 'file', file: { file_data: 'data:image/webp;base64,UklG', filename: 'a.webp' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'UklG' } },
    ],
  ])('can be %s', (_what, part, block) => {
    expect(said(part)).toStrictEqual(madeOf(block))
  })

  test('loses its level of detail, by name', () => {
    const url = 'https://a.example/b.png'
    const part = { type: 'image_url', image_url: { url, detail: 'low' } } as const
    const block = { type: 'image', source: { type: 'url', url } } as const
    expect(said(part)).toStrictEqual(madeOf(block, ['content[].image_url.detail']))
  })

  test('can be an image that the older form names without an object', () => {
    const content = [{ type: 'image_url', image_url: 'https://a.example/b.png' }]
    const source = { type: 'url', url: 'https://a.example/b.png' } as const
    expect(outcome(chatWith({ messages: [{ role: 'user', content }] }))).toStrictEqual(
      madeOf({ type: 'image', source }),
    )
  })

  test('can be an image of 20 MB', () => {
    const data = 'iVBO'.repeat(5_000_000)
    const part = { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } } as const
    const source = { type: 'base64', media_type: 'image/png', data } as const
    const block = { type: 'image', source } as const
    expect(said(part)).toStrictEqual(madeOf(block))
  })

  const where = 'messages[0].content[0]'
  test.each([
    ['no object', 'Hi', where],
    ['without a type', { text: 'Hi' }, `${where}.type`],
    ['of a type that nobody knows', { type: 'video_url' }, `${where}.type`],
    ['of a type of Object', { type: 'constructor' }, `${where}.type`],
    ['a refusal', { type: 'refusal', refusal: 'No.' }, `${where}.type`],
    ['a text that is none', { type: 'text' }, `${where}.text`],
    ['sound', { type: 'input_audio', input_audio: { data: '', format: 'wav' } }, where],
    ['an image without an address', { type: 'image_url', image_url: {} }, `${where}.image_url.url`],
    ['a file at OpenAI', { type: 'file', file: { file_id: 'file-1' } }, `${where}.file.file_id`],
    ['a file without data', { type: 'file' }, `${where}.file.file_data`],
    ['a file that is no data URI', { type: 'file', file: { file_data: 'JVBE' } }, `${where}.file.file_data`],
  ])('is refused by name: %s', (_what, part, param) => {
    const messages = [{ role: 'user', content: [part] }]
    expect(outcome(chatWith({ messages }))).toStrictEqual(refusedAt(param))
  })

  test.each([
    'file:///etc/passwd',
    '/a.png',
    '',
    'data:',
    'data:image/png;base64',
    'data:image/png;base64,',
    'data:image/png,%89PNG',
    'data:;base64,iVBO',
    'data:image/tiff;base64,SUkq',
    'data:text/plain;base64,SGk=',
    'data:constructor;base64,iVBO',
    `data:image/${'x'.repeat(400)};base64,iVBO`,
  ])('is refused by name where its image is of a wrong form: %s', (url) => {
    const content = [
      { type: 'text', text: 'Hi' },
      { type: 'image_url', image_url: { url } },
    ]
    expect(outcome(chatWith({ messages: [{ role: 'user', content }] }))).toStrictEqual(
      refusedAt('messages[0].content[1].image_url.url'),
    )
  })

  test('is refused by name where its image has 20 MB of parameters', () => {
    const url = `data:image/png${';'.repeat(20_000_000)}base64,iVBO`
    expect(said({ type: 'image_url', image_url: { url } })).toStrictEqual(refusedAt(`${where}.image_url.url`))
  })

  test('is told which types can be read', () => {
    expect(said({ type: 'image_url', image_url: { url: 'data:image/tiff;base64,SUkq' } })).toStrictEqual({
      reason: 'bad_request',
      param: `${where}.image_url.url`,
      message:
        `\`${where}.image_url.url\` is of the type image/tiff. A Claude model reads image/jpeg, image/png, ` +
        'image/gif, image/webp and application/pdf.',
    })
  })
})

describe('an image', () => {
  test('can be the result of a tool', () => {
    const image = { type: 'image_url', image_url: { url: 'https://a.example/b.png' } }
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: { name: 'look' } }] },
      { role: 'tool', tool_call_id: 'a', content: [image] },
    ]
    const content = [{ type: 'image', source: { type: 'url', url: 'https://a.example/b.png' } }]
    expect(outcome(chatWith({ messages }))).toMatchObject({
      body: { messages: [{}, {}, { content: [{ type: 'tool_result', tool_use_id: 'a', content }] }] },
    })
  })

  test.each(['system', 'assistant'])('cannot be said by the %s', (role) => {
    const content = [{ type: 'image_url', image_url: { url: 'https://a.example/b.png' } }]
    const refused = refusedAt('messages[0].content[0].type')
    expect(outcome(chatWith({ messages: [{ role, content }] }))).toStrictEqual(refused)
  })
})
