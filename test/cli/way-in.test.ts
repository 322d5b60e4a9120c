import { expect, test } from 'vitest'
import { wayIn } from '../../src/cli/way-in.ts'

test('what each kind of client sets stands in one column', () => {
  const [table = ''] = wayIn('http://127.0.0.1:8787', 'sk-demo').split('\n\n')
  const columns = table.split('\n').map((line) => line.search(/(http:|sk-)/))
  expect(columns).toEqual([45, 45, 45, 45, 45])
})
