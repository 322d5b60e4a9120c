import { expect, test } from 'vitest'
import { createLearned } from '../../src/upstream/learned.ts'

const itself = (target: string): string => target
const chain = ['openai/a', 'groq/b', 'xai/c']

test('a target that failed is tried last for ten seconds, and no longer', () => {
  const learned = createLearned()
  learned.failed('openai/a', 1_000)
  expect([1_000, 10_999, 11_000].map((now) => learned.failedLast(chain, itself, now))).toEqual([
    ['groq/b', 'xai/c', 'openai/a'],
    ['groq/b', 'xai/c', 'openai/a'],
    chain,
  ])
})

test('targets that failed keep their order, and a later failure counts from its own time', () => {
  const learned = createLearned()
  learned.failed('groq/b', 0)
  learned.failed('openai/a', 0)
  learned.failed('openai/a', 5_000)
  expect(learned.failedLast(chain, itself, 9_000)).toEqual(['xai/c', 'openai/a', 'groq/b'])
  expect(learned.failedLast(chain, itself, 12_000)).toEqual(['groq/b', 'xai/c', 'openai/a'])
})

test('all of them failing changes nothing, and neither does one that stands alone', () => {
  const learned = createLearned()
  for (const target of chain) learned.failed(target, 0)
  expect(learned.failedLast(chain, itself, 1)).toEqual(chain)
  expect(learned.failedLast(['openai/a'], itself, 1)).toEqual(['openai/a'])
})

test('a target that declined to be asked for usage is remembered, and no other is', () => {
  const learned = createLearned()
  learned.declinedUsage('lab/m')
  expect(['lab/m', 'lab/n'].map(learned.declinesUsage)).toEqual([true, false])
})

test('at the ceiling the oldest is forgotten', () => {
  const learned = createLearned()
  for (let index = 0; index <= 1_000; index += 1) {
    learned.failed(`groq/${index}`, 0)
    learned.declinedUsage(`groq/${index}`)
  }
  const some = ['groq/0', 'groq/1', 'groq/x']
  expect(learned.failedLast(some, itself, 1)).toEqual(['groq/0', 'groq/x', 'groq/1'])
  expect(some.map(learned.declinesUsage)).toEqual([false, true, false])
})
