import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../src/cli/import/row-reader.ts'

const read = (value: unknown) => readerOf({ place: 'line 2', fields: { field: value } })

describe('readerOf', () => {
  test.each([
    ['{gpt-4o,"claude-*"}', ['gpt-4o', 'claude-*']],
    ['["gpt-4o", "x"]', ['gpt-4o', 'x']],
    [['gpt-4o'], ['gpt-4o']],
    ['gpt-4o, x', ['gpt-4o', 'x']],
    ['10.0.0.0/8\n192.0.2.1\n', ['10.0.0.0/8', '192.0.2.1']],
    ['{}', []],
    ['', []],
    [null, []],
  ])('reads %j as a list', (value, list) => {
    expect(read(value).list('field')).toEqual(list)
  })

  test.each([
    ['2027-01-01 00:00:00.000', '2027-01-01T00:00:00.000Z'],
    ['2027-01-01T00:00:00+02:00', '2026-12-31T22:00:00.000Z'],
    ['2027-01-01 00:00:00+00', '2027-01-01T00:00:00.000Z'],
    ['2027-01-01', '2027-01-01T00:00:00.000Z'],
  ])('reads %s as a time in UTC', (value, moment) => {
    expect(new Date(read(value).moment('field') ?? 0).toISOString()).toBe(moment)
  })

  test.each([
    ['t', true],
    ['TRUE', true],
    [1, true],
    ['f', false],
    [false, false],
    ['', null],
    ['\\N', null],
    ['NULL', null],
  ])('reads %j as a switch', (value, expected) => {
    expect(read(value).switch('field')).toBe(expected)
  })

  test('keeps what it does not understand in mind', () => {
    const reader = readerOf({
      place: 'line 2',
      fields: {
        max: 'much',
        on: 'maybe',
        models: 7,
        metadata: '[1]',
        expires: 'soon',
        other: 'x',
        empty: '{}',
      },
    })
    reader.number('max')
    reader.switch('on')
    reader.list('models')
    reader.object('metadata')
    reader.moment('expires')
    expect(reader.wrong).toEqual([
      'max is no number',
      'on is no true or false',
      'models is no list',
      'metadata is no JSON object',
      'expires is no time',
    ])
    expect(reader.unread()).toEqual(['other'])
  })
})
