import { describe, expect, test } from 'vitest'
import { customProviders, type Mount } from '../../src/providers/custom.ts'
import { findDestination } from '../../src/route/destination.ts'
import { chargeOfRequest } from '../../src/route/charged.ts'
import { findDoor } from '../../src/route/door.ts'
import { mountDoor } from '../../src/route/mount-door.ts'
import { readPath } from '../../src/route/path.ts'

const place = { account: 'a'.repeat(32), gateway: 'main' }
const chats = { unit: 'chat', nanoUsd: 1_000_000_000 }

function mounted(pattern: string, more: Partial<Mount> = {}): Mount[] {
  const [method = '', path = ''] = pattern.split(' ')
  const units = [{ method, path, unit: 'chat', usd: 1 }]
  return [{ name: 'lab', gateway: 'custom-vllm', dialect: 'openai', prefix: '', units, ...more }]
}

/** What a request to the mount `lab` is charged, by its own door or by the model on the OpenAI door. */
function chargeFor(mounts: Mount[], path: string): unknown {
  const read = readPath(`https://tollgate.test${path}`)
  if (!read.ok) throw new Error('no path')
  const door = mountDoor(read.value, place, mounts) ?? findDoor(read.value, 'POST', new Headers(), place)
  const lab = customProviders(mounts).get('lab')
  if (!door || !lab) throw new Error('no door')
  return chargeOfRequest(findDestination(door, 'POST'), lab)
}

const doors = ['/lab/v1/chat/completions', '/lab/chat/completions', '/v1/chat/completions']

describe('a pattern of a mount that speaks OpenAI', () => {
  test.each([
    'POST /lab/v1/chat/completions',
    'POST /lab/chat/completions',
    'POST /lab/chat/*',
    'POST /lab/v1/*',
    '* /lab/v1/chat/completions',
  ])('%s holds on every door', (pattern) => {
    expect(doors.map((path) => chargeFor(mounted(pattern), path))).toEqual([chats, chats, chats])
  })

  test('holds by whatever prefix its requests go', () => {
    const mounts = mounted('POST /lab/chat/completions', { prefix: 'v1' })
    expect([chargeFor(mounts, '/lab/chat/completions'), chargeFor(mounts, '/v1/chat/completions')]).toEqual([
      chats,
      chats,
    ])
  })

  test('is no pattern of other endpoints', () => {
    const mounts = mounted('POST /lab/v1/chat/completions')
    expect(['/lab/v1/embeddings', '/v1/embeddings'].map((path) => chargeFor(mounts, path))).toEqual([
      null,
      null,
    ])
  })

  test('means a path that no table knows as it is written', () => {
    const mounts = mounted('POST /lab/v1/*')
    expect(['/lab/v1/tokenize', '/lab/tokenize'].map((path) => chargeFor(mounts, path))).toEqual([
      chats,
      null,
    ])
  })
})

test('a pattern of a mount that speaks nothing known means the path as it is written', () => {
  const mounts = mounted('POST /lab/v1/chat/completions', { dialect: null })
  const charges = ['/lab/v1/chat/completions', '/lab/chat/completions'].map((path) => chargeFor(mounts, path))
  expect(charges).toEqual([chats, null])
})
