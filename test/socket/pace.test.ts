import { expect, test } from 'vitest'
import { mostAhead, Pace } from '../../src/socket/pace.ts'

test('a side may be so far ahead and no further, until the other has had time to read', () => {
  const pace = new Pace(0)
  const admitted = [
    pace.admits(mostAhead, 0),
    pace.admits(1, 0),
    pace.admits(1024, 1),
    pace.admits(1, 1),
    pace.admits(mostAhead, 1_000_000),
    pace.admits(mostAhead + 1, 9_000_000),
  ]
  expect(admitted).toEqual([true, false, true, false, true, false])
})

test('speech never comes near the ceiling', () => {
  const pace = new Pace(0)
  const minutes = Array.from({ length: 60 }, (_, minute) => pace.admits(48_000 * 2 * 60 * 3, minute * 60_000))
  expect(minutes.filter((admitted) => !admitted)).toEqual([])
})
