import { describe, expect, test } from 'vitest'
import { machineInWords } from './machine.ts'

describe('a machine', () => {
  test('is told in words', () => {
    const machine = { cores: 2, model: 'Example CPU', memoryGb: 8, node: '24.0.0', workerd: '1.2.3' }
    expect(machineInWords(machine)).toBe('2 cores of Example CPU, 8 GB, workerd 1.2.3, Node 24.0.0')
    expect(machineInWords({ ...machine, cores: 1 })).toBe(
      '1 core of Example CPU, 8 GB, workerd 1.2.3, Node 24.0.0',
    )
  })
})
