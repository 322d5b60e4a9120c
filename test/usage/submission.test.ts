import { describe, expect, test } from 'vitest'
import { statesRejection, submission } from '../../src/usage/submission.ts'

describe('an answer of 2xx to submitted work', () => {
  const begun: [string, unknown][] = [
    ['Midjourney: submitted', { code: 1, description: 'Submit success', result: '1320098173412546' }],
    ['Midjourney: there already', { code: 21, description: 'exists', result: '0741798445574458' }],
    ['Midjourney: in the queue', { code: 22, description: 'In queue, 1 before', result: '1' }],
    ['Suno: a word', { code: 'success', message: '', data: 'task_7f11' }],
    ['Suno: a number', { code: 200, msg: 'success', data: { taskId: 't' } }],
    ['Suno: songs', [{ id: 'a', status: 'submitted' }]],
    ['a word that nobody has listed, and a task', { code: 'CREATED', message: 'created', data: 'task' }],
    ['a number of success, as its word says', { code: 10000, message: 'Success', data: { task_id: 't' } }],
    ['MiniMax: accepted', { task_id: 't', base_resp: { status_code: 0, status_msg: 'success' } }],
    ['a code that was asked for', { code: 'print(1)', language: 'python' }],
    ['a number without an explanation', { code: 4711 }],
    ['a status that goes on', { id: 't', status: 'IN_PROGRESS' }],
    ['no error', { error: null, success: true, id: 'x' }],
    ['no object', 'fine'],
    ['nothing', undefined],
  ]

  test.each(begun)('was begun: %s', (_, json) => {
    expect(statesRejection(json)).toBe(false)
  })

  test.each([
    { code: 21, description: 'exists', result: '0741798445574458', properties: { status: 'SUCCESS' } },
    { code: '21', description: 'Waiting for window confirm', result: '1' },
  ])('was begun by another request: %j', (json) => {
    expect(submission.body(json)).toEqual({ usage: { units: 0 }, final: true, failed: false })
  })

  test.each([{ code: 22, description: 'In queue' }, { code: 21 }, { code: 210, description: 'x' }])(
    'names no older work: %j',
    (json) => expect(submission.body(json).usage).toBeUndefined(),
  )

  const rejected: [string, unknown][] = [
    ['Midjourney: invalid', { code: 4, description: 'prompt must not be empty' }],
    ['Midjourney: no account', { code: 3, description: 'no account', result: null }],
    ['Midjourney: failed', { code: 9, description: 'system error', properties: {} }],
    ['Midjourney: the queue is full', { code: 23, description: 'queue full' }],
    ['Midjourney: a banned word', { code: 24, description: 'banned', properties: { bannedWord: 'x' } }],
    ['Suno: invalid', { code: 400, msg: 'The prompt is too long', data: null }],
    ['Suno: no credits', { code: 429, msg: 'Insufficient credits' }],
    ['Suno: a word', { code: 'fail_to_fetch_task', message: 'upstream', data: null }],
    [
      'MiniMax: no money',
      { task_id: '', base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
    ],
    ['an error object', { error: { message: 'no' } }],
    ['an error text', { error: 'no' }],
    ['a status of failure', { id: 't', status: 'FAILED', message: 'no' }],
    ['no success', { success: false, message: 'no' }],
    ['not ok', { ok: false }],
  ]

  test.each(rejected)('was not: %s', (_, json) => {
    expect(statesRejection(json)).toBe(true)
  })

  test('is told as a failure that consumed nothing', () => {
    expect(submission.body({ code: 4, description: 'no' })).toEqual({ final: true, failed: true })
    expect(submission.body({ code: 1, description: 'yes' })).toEqual({ final: true, failed: false })
    const before = { final: false, failed: false }
    expect(submission.event({ error: { message: 'no' } }, before)).toEqual({ final: false, failed: true })
    expect(submission.event({ progress: 1 }, before)).toEqual(before)
  })
})
