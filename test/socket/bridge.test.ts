import { describe, expect, test } from 'vitest'
import { accept, refuse, type Refusal } from '../../src/refusal/refusal.ts'
import { bridge, type Peer, recheckMs } from '../../src/socket/bridge.ts'
import { mostAhead } from '../../src/socket/pace.ts'

/** One end of a socket that only notes what is done to it. */
class End extends EventTarget {
  binaryType: 'blob' | 'arraybuffer' = 'blob'
  done: unknown[] = []

  accept(): void {
    this.done.push(['accept', this.binaryType])
  }
  send(message: unknown): void {
    this.done.push(['send', message])
  }
  close(code?: number, reason?: string): void {
    this.done.push(['close', code, reason])
  }
  says(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
  leaves(code: number, reason = ''): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean: code !== 1006 }))
  }
  fails(): void {
    this.dispatchEvent(new Event('error'))
  }
}

function joined(policy: 'drain' | 'cancel' = 'drain') {
  const [client, upstream] = [new End(), new End()]
  const heard: unknown[] = []
  const stage = {
    client,
    upstream,
    heard,
    busy: false,
    unfinished: false,
    late: (): void => {},
    now: 0,
    checks: 0,
    refusal: null as Refusal | null,
  }
  const ended = bridge(client as unknown as Peer, upstream as unknown as Peer, {
    gate: {
      permit: (frame) =>
        frame === 'bad'
          ? refuse('model_not_allowed', 'Not this one.')
          : accept(frame === 'own name' ? 'their name' : frame),
    },
    listener: {
      hear: (frame) => void heard.push(frame),
      overhear: (frame) => void heard.push(['client', frame]),
      busy: () => stage.busy,
      unfinished: () => stage.unfinished,
    },
    spend: null,
    recheck: async () => {
      stage.checks += 1
      return stage.refusal
    },
    policy,
    now: () => stage.now,
    after: (_ms, then) => (stage.late = then),
  })
  return Object.assign(stage, { ended })
}

const accepted = ['accept', 'arraybuffer']

describe('a bridge', () => {
  test('passes messages both ways as they come, and hears the upstream’s', async () => {
    const { client, upstream, heard, ended } = joined()
    const bytes = Uint8Array.of(1, 0).buffer
    client.says('up')
    client.says(bytes)
    upstream.says('down')
    upstream.says(bytes)
    client.leaves(4001, 'why')
    expect([await ended, client.done, upstream.done, heard]).toEqual([
      'complete',
      [accepted, ['send', 'down'], ['send', bytes]],
      [accepted, ['send', 'up'], ['send', bytes], ['close', 4001, 'why']],
      [['client', 'up'], ['client', bytes], 'down', bytes],
    ])
  })

  test('sends what the gate made of a message', async () => {
    const { client, upstream, heard, ended } = joined()
    client.says('own name')
    client.leaves(1000)
    expect([await ended, upstream.done, heard]).toEqual([
      'complete',
      [accepted, ['send', 'their name'], ['close', 1000, '']],
      [['client', 'their name']],
    ])
  })

  test('looks the key up again while messages come, and no more often than in its time', async () => {
    const stage = joined()
    const checks: number[] = []
    for (const now of [1, recheckMs - 1, recheckMs, recheckMs + 1, 2 * recheckMs]) {
      stage.now = now
      stage.client.says('up')
      stage.upstream.says('down')
      checks.push(stage.checks)
    }
    expect(checks).toEqual([0, 0, 1, 1, 2])
    stage.client.leaves(1000)
    expect(await stage.ended).toBe('complete')
  })

  test.each(['client', 'upstream'] as const)(
    'ends with a key that was switched off, at a message of the %s',
    async (side) => {
      const stage = joined()
      stage.refusal = { reason: 'key_disabled', message: 'This key is switched off.' }
      stage.now = recheckMs
      stage[side].says('hello')
      expect([await stage.ended, stage.client.done.at(-1), stage.upstream.done.at(-1)]).toEqual([
        'complete',
        ['close', 1008, 'key_disabled: This key is switched off.'],
        ['close', 1000, ''],
      ])
    },
  )

  test.each([
    [1000, 'complete', ['close', 1000, 'x']],
    [1005, 'complete', ['close', 1000, '']],
    [1006, 'broken', ['close', 1011, 'The other side was cut off.']],
    [1011, 'broken', ['close', 1011, 'x']],
  ])('ends with the upstream’s %i as %s', async (code, how, closing) => {
    const { client, upstream, ended } = joined()
    upstream.leaves(code, 'x')
    upstream.fails()
    client.leaves(code)
    expect([await ended, client.done, upstream.done]).toEqual([how, [accepted, closing], [accepted]])
  })

  test.each([
    ['a client that is torn off', (client: End) => client.leaves(1006)],
    ['a client that fails', (client: End) => client.fails()],
  ])('ends with %s as client_gone', async (_, leave) => {
    const { client, upstream, ended } = joined()
    leave(client)
    const closing = ['close', 1011, 'The other side was cut off.']
    expect([await ended, upstream.done]).toEqual(['client_gone', [accepted, closing]])
  })

  test('hears an answer to its end when the client leaves in mid-answer', async () => {
    const stage = joined()
    const { client, upstream, heard, ended } = stage
    stage.unfinished = true
    client.leaves(1000)
    client.says('too late')
    upstream.says('more')
    const before = [...upstream.done]
    stage.unfinished = false
    upstream.says('end')
    expect([await ended, before, upstream.done, client.done, heard]).toEqual([
      'client_gone',
      [accepted],
      [accepted, ['close', 1000, '']],
      [accepted],
      ['more', 'end'],
    ])
  })

  test('hears it no longer than the time for it', async () => {
    const stage = joined()
    stage.unfinished = true
    stage.client.leaves(1000)
    stage.late()
    expect([await stage.ended, stage.upstream.done]).toEqual(['client_gone', [accepted, ['close', 1000, '']]])
  })

  test('hears nothing more for a key with `cancel`', async () => {
    const stage = joined('cancel')
    stage.unfinished = true
    stage.client.leaves(1000)
    stage.upstream.says('more')
    expect([await stage.ended, stage.upstream.done, stage.heard]).toEqual([
      'client_gone',
      [accepted, ['close', 1000, '']],
      [],
    ])
  })

  test('keeps back a message that is not permitted, and closes with its reason', async () => {
    const { client, upstream, ended } = joined()
    client.says('bad')
    client.says('more')
    expect([await ended, client.done, upstream.done]).toEqual([
      'complete',
      [accepted, ['close', 1008, 'Not this one.']],
      [accepted, ['close', 1000, '']],
    ])
  })

  test.each(['up', 'down'] as const)(
    'closes both sides when messages %s come faster than they are read',
    async (way) => {
      const { client, upstream, ended } = joined()
      const from = way === 'up' ? client : upstream
      from.says(new ArrayBuffer(mostAhead))
      from.says('one more')
      const closing = ['close', 1013, 'Messages come faster than they are read.']
      expect([await ended, client.done.at(-1), upstream.done.at(-1)]).toEqual([
        way === 'up' ? 'broken' : 'client_gone',
        closing,
        closing,
      ])
    },
  )
})
