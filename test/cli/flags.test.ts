import { describe, expect, test } from 'vitest'
import { describeFlags, readFlags, type Flags } from '../../src/cli/flags.ts'

const flags: Flags = {
  name: { takes: 'TEXT', says: 'who it is for' },
  tags: { takes: 'a=b', many: true, says: 'for reports' },
  print: { says: 'write nothing' },
}

function read(...args: string[]) {
  const typed = readFlags(args, flags)
  if (!typed.ok) return typed.message
  const { words, one, all } = typed.value
  return { words, name: one('name'), tags: all('tags'), print: one('print') }
}

describe('readFlags', () => {
  test('reads words, values and switches in any order', () => {
    expect(read('--print', 'alice', '--name=-x', '--tags', 'a=b', '--tags', 'c=d', 'bob')).toEqual({
      words: ['alice', 'bob'],
      name: '-x',
      tags: ['a=b', 'c=d'],
      print: '',
    })
  })

  test('gives undefined and an empty list for what was not typed', () => {
    expect(read()).toEqual({ words: [], name: undefined, tags: [], print: undefined })
  })

  test.each([
    [['--nmae', 'x'], 'unknown flag --nmae (did you mean --name?)'],
    [['--zzzzzz'], 'unknown flag --zzzzzz'],
    [['-n', 'x'], 'unknown flag -n'],
    [['--__proto__', 'x'], 'unknown flag --__proto__'],
    [['--name'], '--name needs a value: TEXT'],
    [['--name='], '--name needs a value: TEXT'],
    [['--name', '--print'], '--name needs a value: TEXT'],
    [['--print=no'], '--print takes no value'],
    [['--name', 'x', '--name', 'y'], '--name is given twice'],
  ])('refuses %j', (args, message) => {
    expect(read(...args)).toBe(message)
  })
})

test('describeFlags aligns what each flag says', () => {
  expect(describeFlags(flags)).toBe(
    '  --name TEXT  who it is for\n  --tags a=b   for reports\n  --print      write nothing',
  )
})
