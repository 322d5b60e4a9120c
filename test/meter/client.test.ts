import { beforeEach, describe, expect, test, vi } from 'vitest'
import { meterPort } from '../../src/meter/client.ts'
import type { Finished } from '../../src/meter/finding.ts'
import type { MeterPort } from '../../src/meter/port.ts'
import { unlimited } from '../../src/meter/terms.ts'
import type { KeyStanding, Verdict } from '../../src/meter/terms.ts'
import { labelOf, openRowOf, rowOf } from '../ledger/rows.ts'
import { claimOf, dollar } from './claims.ts'

type Answer = 'ok' | 'never' | Error

/** A namespace whose nth call gets the nth answer (the last one for all further ones), on a clock of its own. */
function stageOf(answers: readonly Answer[], fallbackFails: Error | null = null) {
  const stage = { time: 0, stubs: 0, calls: [] as unknown[][], direct: [] as unknown[][] }
  const waiting = new Set<{ at: number; wake: () => void }>()
  async function answer<T>(value: T, ...call: unknown[]): Promise<T> {
    const next = answers[Math.min(stage.calls.length, answers.length - 1)]
    stage.calls.push([stage.time, ...call])
    if (next === 'never') return new Promise(() => undefined)
    if (next instanceof Error) throw next
    return value
  }
  const port = meterPort(
    {
      getByName(name) {
        stage.stubs += 1
        return {
          open: (...given) => answer<Verdict>(unlimited, 'open', name, ...given),
          begin: (...given) => answer(undefined, 'begin', name, ...given),
          abandon: (...given) => answer(undefined, 'abandon', name, ...given),
          beat: (...given) => answer(undefined, 'beat', name, ...given),
          extend: (...given) => answer(true, 'extend', name, ...given),
          readmit: (...given) => answer<Verdict>(unlimited, 'readmit', name, ...given),
          end: (...given) => answer(undefined, 'end', name, ...given),
          defer: (...given) => answer(undefined, 'defer', name, ...given),
          poll: (...given) => answer(undefined, 'poll', name, ...given),
          awaited: (...given) => answer(['j'], 'awaited', name, ...given),
          waiting: (...given) => answer(null, 'waiting', name, ...given),
          finish: (...given) => answer<Finished>('billed', 'finish', name, ...given),
          standing: (...given) => answer(standing, 'standing', name, ...given),
        }
      },
    },
    'alice',
    async (row, label) => {
      stage.direct.push([stage.time, row, label])
      if (fallbackFails !== null) throw fallbackFails
    },
    {
      now: () => stage.time,
      random: () => 0,
      after(ms, wake) {
        const sleeper = { at: stage.time + ms, wake }
        waiting.add(sleeper)
        return () => waiting.delete(sleeper)
      },
    },
  )
  /** Runs a call to its end, letting time pass whenever everything sleeps. */
  async function run<T>(call: Promise<T>): Promise<T> {
    let ended = false
    const end = () => void (ended = true)
    call.then(end, end)
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (ended) return call
      const first = [...waiting].toSorted((one, other) => one.at - other.at)[0]
      if (first === undefined) throw new Error('Everything waits for ever')
      waiting.delete(first)
      stage.time = first.at
      first.wake()
    }
  }
  return { stage, port, run, waiting }
}

const standing: KeyStanding = {
  spentNano: 1,
  reservedNano: 2,
  resetsAt: null,
  requestsLastMinute: 3,
  tokensLastMinute: 4,
  running: 5,
}
const overloaded = Object.assign(new Error('Durable Object is overloaded'), { overloaded: true })
const broken = new Error('Network connection lost.')
const logged: string[] = []

beforeEach(() => {
  logged.length = 0
  const spy = vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
  return () => spy.mockRestore()
})

describe('open', () => {
  const never = () => {
    throw new Error('nothing is left to do')
  }

  test('gives the verdict, and leaves no timer behind', async () => {
    const { stage, port, run, waiting } = stageOf(['ok'])
    expect(await run(port.open(openRowOf(), labelOf(), claimOf(), never))).toEqual(unlimited)
    expect(stage.calls).toEqual([[0, 'open', 'alice', openRowOf(), labelOf(), claimOf()]])
    expect(waiting.size).toBe(0)
  })

  const begun = JSON.stringify({ row: openRowOf(), label: labelOf() })

  test('of a key without limits sends the row as one text, and has no verdict to wait for', async () => {
    const { stage, port, run } = stageOf(['ok'])
    expect(await run(port.open(openRowOf(), labelOf(), null, never))).toEqual(unlimited)
    expect(stage.calls).toEqual([[0, 'begin', 'alice', begun]])
  })

  test.each([
    ['3 s without an answer', 'never', 3000],
    ['a Meter that throws', broken, 0],
  ] as const)('is unreachable after %s, and is not tried again', async (_what, answer, at) => {
    const { stage, port, run } = stageOf([answer])
    expect([await run(port.open(openRowOf(), labelOf(), null, never)), stage.time]).toEqual([
      'unreachable',
      at,
    ])
    expect(stage.calls).toEqual([[0, 'begin', 'alice', begun]])
  })

  test('with a claim is taken back when it was not answered, as often as it needs', async () => {
    const { stage, port, run } = stageOf(['never', broken, 'ok'])
    const later: Promise<unknown>[] = []
    const opened = run(port.open(openRowOf(), labelOf(), claimOf(), (work) => void later.push(work)))
    expect(await opened).toBe('unreachable')
    await run(Promise.all(later))
    expect(stage.calls.map(([at, what, , id]) => [at, what, id])).toEqual([
      [0, 'open', openRowOf()],
      [3000, 'abandon', openRowOf().id],
      [3050, 'abandon', openRowOf().id],
    ])
  })
})

describe('what somebody waits for', () => {
  const finding = { ...rowOf(), outcome: 'complete' } as const
  const held = { nano: 7, tokens: 8 }

  test.each([
    ['extend', (port: MeterPort) => port.extend('id', 7, 8, dollar), ['id', 7, 8, dollar], true],
    ['readmit', (port: MeterPort) => port.readmit('id', claimOf(), held), ['id', claimOf(), held], unlimited],
    [
      'awaited',
      (port: MeterPort) => port.awaited('alice', ['j', 'k'], [{ job: 'l' }]),
      ['alice', ['j', 'k'], [{ job: 'l' }]],
      ['j'],
    ],
    ['waiting', (port: MeterPort) => port.waiting('alice', 'j'), ['alice', 'j'], null],
    ['finish', (port: MeterPort) => port.finish('alice', 'j', finding), ['alice', 'j', finding], 'billed'],
    ['standing', (port: MeterPort) => port.standing('alice', dollar), ['alice', dollar], standing],
    ['poll', (port: MeterPort) => port.poll('alice', 'j', 'k'), ['alice', 'j', 'k'], undefined],
  ])('%s is asked once', async (what, call, given, value) => {
    const { stage, port, run } = stageOf(['ok'])
    expect(await run<unknown>(call(port))).toEqual(value)
    expect(stage.calls).toEqual([[0, what, 'alice', ...given]])
    const slow = stageOf(['never'])
    expect(await slow.run<unknown>(call(slow.port))).toBe(what === 'poll' ? undefined : 'unreachable')
    expect(slow.stage.time).toBe(3000)
  })
})

describe('a request that became a job', () => {
  test('goes to the ledger when the Meter does not take it', async () => {
    const { stage, port, run } = stageOf([broken])
    await run(port.defer(rowOf(), labelOf(), 'j', 7, 9))
    expect(stage.calls[0]).toEqual([0, 'defer', 'alice', rowOf(), labelOf(), 'j', 7, 9])
    expect(stage.direct).toEqual([[stage.time, rowOf(), labelOf()]])
  })
})

describe('beat', () => {
  test('names the row and never throws', async () => {
    const { stage, port, run } = stageOf([broken])
    await run(port.beat(openRowOf()))
    expect(stage.calls).toEqual([[0, 'beat', 'alice', openRowOf().id]])
  })
})

describe('close', () => {
  test('is one call when all is well', async () => {
    const { stage, port, run } = stageOf(['ok'])
    await run(port.close(rowOf(), labelOf(), 9))
    expect(stage).toEqual({
      time: 0,
      stubs: 1,
      calls: [[0, 'end', 'alice', JSON.stringify({ row: rowOf(), label: labelOf() }), 9]],
      direct: [],
    })
  })

  test('is tried again with longer and longer pauses, each time on a stub of its own', async () => {
    const { stage, port, run } = stageOf([broken, broken, broken, 'ok'])
    await run(port.close(rowOf(), labelOf()))
    expect(stage.calls.map(([at]) => at)).toEqual([0, 50, 150, 350])
    expect([stage.stubs, stage.direct]).toEqual([4, []])
  })

  test('waits longer when the Meter is overloaded', async () => {
    const { stage, port, run } = stageOf([overloaded, overloaded, 'ok'])
    await run(port.close(rowOf(), labelOf()))
    expect(stage.calls.map(([at]) => at)).toEqual([0, 400, 1200])
  })

  test.each([
    ['fails', broken],
    ['is overloaded', overloaded],
    ['never answers', 'never'],
  ] as const)('goes to the ledger within 4 s when the Meter %s', async (_what, answer) => {
    const { stage, port, run } = stageOf([answer])
    await run(port.close(rowOf(), labelOf()))
    expect(stage.direct).toEqual([[stage.time, rowOf(), labelOf()]])
    expect(stage.time).toBeLessThanOrEqual(4000)
    expect(logged).toEqual([])
  })

  test('ends as a line in the log when the ledger fails too, and does not throw', async () => {
    const { port, run } = stageOf([broken], new Error('D1 DB is overloaded.'))
    await run(port.close(rowOf(), labelOf()))
    expect(logged.map((line): unknown => JSON.parse(line))).toEqual([
      {
        event: 'row_not_written',
        errors: { meter: 'Network connection lost.', ledger: 'D1 DB is overloaded.' },
        row: rowOf(),
      },
    ])
  })
})
