import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readUsage } from '../../src/usage/read.ts'
import { nothingRead } from '../../src/usage/usage.ts'
import { kept } from './kept.ts'

const chat = usageDialects['openai-chat']
const body = JSON.stringify({ model: 'm', choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } })
const right = { usage: { input: 3, output: 4 }, model: 'm', final: true, failed: false }

describe('the content type decides how an answer is read', () => {
  test.each(['application/json', 'Application/JSON; charset=utf-8', 'application/problem+json', '', null])(
    'one document: %s',
    (type) => {
      expect(readUsage(kept(`\uFEFF \n${body}\n`, type), chat)).toStrictEqual(right)
    },
  )

  test.each(['application/x-ndjson', 'application/stream+json', 'application/jsonl; charset=utf-8'])(
    'a document a line: %s',
    (type) => {
      expect(readUsage(kept(`\n{"model":"m"}\r\n${body}\n{"model":`, type), chat)).toStrictEqual(right)
    },
  )

  test.each([
    'audio/mpeg',
    'text/html',
    'text/plain',
    'application/vnd.amazon.eventstream',
    'constructor',
    'json',
  ])('nothing: %s', (type) => {
    expect(readUsage(kept(body, type), chat)).toStrictEqual(nothingRead)
  })

  test('an answer that is no stream although its type says so has no usage', () => {
    expect(readUsage(kept(body, 'text/event-stream'), chat)).toStrictEqual(nothingRead)
  })

  test('events that one line end separates instead of two are read one by one', () => {
    const text = `data: {"model":"m","choices":[]}\ndata: ${body}\ndata: [DONE]\n`
    expect(readUsage(kept(text, 'text/event-stream'), chat)).toStrictEqual(right)
  })

  test('an event named error is a failure, whatever it holds', () => {
    const text = `${'data: {}\n\n'.repeat(5)}event: error\ndata: upstream went away\n\n`
    expect(readUsage(kept(text, 'text/event-stream'), chat)).toStrictEqual({ final: false, failed: true })
  })

  test.each(['', '   ', '{', 'null', '7', '"usage"', '[', '[]', '[[', '{}', 'data: ', '\u0000'])(
    'nothing to read is nothing read: %j',
    (text) => {
      for (const dialect of [chat, usageDialects['gemini-generate'], usageDialects['anthropic-messages']]) {
        for (const type of ['application/json', 'text/event-stream', 'application/jsonl']) {
          expect(readUsage(kept(text, type), dialect)).toStrictEqual(nothingRead)
        }
      }
    },
  )
})
