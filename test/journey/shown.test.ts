import { expect, test } from 'vitest'
import { shownBytes } from '../../src/journey/shown.ts'
import type { Ending } from '../../src/tap/ending.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function endingOf(head: string, tail = '', skipped = 0, whole = true): Ending {
  return {
    how: whole ? 'complete' : 'broken',
    whole,
    kept: { head: bytes(head), tail: bytes(tail), skipped },
  }
}

const sse = 'text/event-stream; charset=utf-8'
const json = 'application/json'

function answerOf(status: number, contentType: string) {
  return { status, headers: new Headers({ 'content-type': contentType }) }
}

test.each([
  ['a stream shows what came of it', endingOf('data: {"a', '', 0, false), answerOf(200, sse), true, 9],
  [
    'a stream shows what was not kept of it, too',
    endingOf('data', 'end', 1000),
    answerOf(200, sse),
    true,
    1007,
  ],
  ['a list that streams shows what came of it', endingOf('[{"a', '', 0, false), answerOf(200, json), true, 4],
  ['a whole answer shows all of it', endingOf('{"a":', '"é"}'), answerOf(200, json), false, 10],
  [
    'an answer that broke off shows nothing',
    endingOf('{"a":1}', '', 0, false),
    answerOf(200, json),
    false,
    null,
  ],
  [
    'an answer that broke off, and does not stream though it was asked to, shows nothing',
    endingOf('{"a":"b', '', 0, false),
    answerOf(200, json),
    true,
    null,
  ],
  ['one that does not, and is whole, shows all of it', endingOf('{"a":1}'), answerOf(200, json), true, 7],
  [
    'an answer that ends well but is a wreck shows nothing',
    endingOf('{"a":"b', 'data: {}'),
    answerOf(200, json),
    false,
    null,
  ],
  [
    'an answer of which a part was not kept shows nothing',
    endingOf('{"a":1', '}', 5),
    answerOf(200, json),
    false,
    null,
  ],
  ['an error shows nothing', endingOf('{"error":{}}'), answerOf(502, json), true, null],
  ['no answer shows nothing', endingOf(''), null, true, null],
])('%s', (_what, ending, answer, asksStream, expected) => {
  expect(shownBytes(ending, answer, asksStream)).toBe(expected)
})
