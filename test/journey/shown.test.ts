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

test.each([
  ['a stream shows what came of it', endingOf('data: {"a', '', 0, false), 200, true, 9],
  ['a stream shows what was not kept of it, too', endingOf('data', 'end', 1000), 200, true, 1007],
  ['a whole answer shows all of it', endingOf('{"a":', '"é"}'), 200, false, 10],
  ['an answer that broke off shows nothing', endingOf('{"a":1}', '', 0, false), 200, false, null],
  [
    'an answer that ends well but is a wreck shows nothing',
    endingOf('{"a":"b', 'data: {}'),
    200,
    false,
    null,
  ],
  ['an answer of which a part was not kept shows nothing', endingOf('{"a":1', '}', 5), 200, false, null],
  ['an error shows nothing', endingOf('{"error":{}}'), 502, true, null],
  ['no answer shows nothing', endingOf(''), null, true, null],
])('%s', (_what, ending, status, streams, expected) => {
  expect(shownBytes(ending, status, streams)).toBe(expected)
})
