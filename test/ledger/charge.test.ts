import { expect, test } from 'vitest'
import { charged } from '../../src/ledger/charge.ts'

const song = { unit: 'song', nanoUsd: 50_000_000 }
const whole = { whole: true }
const torn = { whole: false }
const silent = { final: true, failed: false }
const counted = { usage: { input: 7, output: 2 }, final: true, failed: false }
const unit = { units: 1, unit: 'song' }

test('an answer that ended well is one unit', () => {
  expect(charged(song, { status: 200, ending: whole, reading: silent })).toEqual({
    reading: { usage: unit, final: true, failed: false },
    nanoUsd: 50_000_000,
  })
})

test('tokens are kept beside the unit', () => {
  expect(charged(song, { status: 201, ending: whole, reading: counted })).toEqual({
    reading: { usage: { input: 7, output: 2, ...unit }, final: true, failed: false },
    nanoUsd: 50_000_000,
  })
})

test('an answer that broke off may have begun the work: it is charged, and no last word', () => {
  const nothing = { final: false, failed: false }
  expect(charged(song, { status: 200, ending: torn, reading: nothing })).toEqual({
    reading: { usage: unit, final: false, failed: false },
    nanoUsd: 50_000_000,
  })
})

test('an answer that says that there is nothing new is no unit, and costs nothing', () => {
  const older = { usage: { units: 0 }, final: true, failed: false }
  expect(charged(song, { status: 200, ending: whole, reading: older })).toEqual({
    reading: { usage: { units: 0, unit: 'song' }, final: true, failed: false },
    nanoUsd: 0,
  })
})

test.each([
  ['is a refusal', 400, silent],
  ['is a redirection', 302, silent],
  ['is a failure', 503, silent],
  ['never came', null, silent],
])('an answer that %s is not charged', (_, status, reading) => {
  expect(charged(song, { status, ending: whole, reading })).toEqual({ reading, nanoUsd: null })
})

test('an answer that says in its body that it failed costs nothing, but for what it consumed', () => {
  const failed = { final: true, failed: true }
  expect(charged(song, { status: 200, ending: whole, reading: failed })).toEqual({
    reading: failed,
    nanoUsd: 0,
  })
  const consumed = { ...counted, failed: true }
  expect(charged(song, { status: 200, ending: whole, reading: consumed })).toEqual({
    reading: consumed,
    nanoUsd: null,
  })
})

test('a poll costs nothing, and is no unit', () => {
  const free = { unit: null, nanoUsd: 0 }
  expect(charged(free, { status: 200, ending: torn, reading: silent })).toEqual({
    reading: silent,
    nanoUsd: 0,
  })
})

test('what the operator says nothing about is left to others', () => {
  expect(charged(null, { status: 200, ending: whole, reading: counted })).toEqual({
    reading: counted,
    nanoUsd: null,
  })
})
