import { beforeEach, describe, expect, test, vi } from 'vitest'
import { meterPort } from '../../src/meter/client.ts'
import { labelOf, openRowOf, rowOf } from '../ledger/rows.ts'

type Answer = 'ok' | 'never' | Error

/** A namespace whose nth call gets the nth answer (the last one for all further ones), on a clock of its own. */
function stageOf(answers: readonly Answer[], fallbackFails: Error | null = null) {
  const stage = { time: 0, stubs: 0, calls: [] as unknown[][], direct: [] as unknown[][] }
  const waiting = new Set<{ at: number; wake: () => void }>()
  async function answer(...call: unknown[]): Promise<void> {
    const next = answers[Math.min(stage.calls.length, answers.length - 1)]
    stage.calls.push([stage.time, ...call])
    if (next === 'never') return new Promise(() => undefined)
    if (next instanceof Error) throw next
  }
  const port = meterPort(
    {
      getByName(name) {
        stage.stubs += 1
        return {
          open: (row, label) => answer('open', name, row, label),
          beat: (id) => answer('beat', name, id),
          close: (row, label) => answer('close', name, row, label),
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

const overloaded = Object.assign(new Error('Durable Object is overloaded'), { overloaded: true })
const broken = new Error('Network connection lost.')
const logged: string[] = []

beforeEach(() => {
  logged.length = 0
  const spy = vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
  return () => spy.mockRestore()
})

describe('open', () => {
  test('is true when the Meter took the row, and leaves no timer behind', async () => {
    const { stage, port, run, waiting } = stageOf(['ok'])
    expect(await run(port.open(openRowOf(), labelOf()))).toBe(true)
    expect(stage.calls).toEqual([[0, 'open', 'alice', openRowOf(), labelOf()]])
    expect(waiting.size).toBe(0)
  })

  test('is false after 3 s without an answer', async () => {
    const { stage, port, run } = stageOf(['never'])
    expect([await run(port.open(openRowOf(), labelOf())), stage.time]).toEqual([false, 3000])
  })

  test('is false when the Meter throws, and is not tried again', async () => {
    const { stage, port, run } = stageOf([broken])
    expect([await run(port.open(openRowOf(), labelOf())), stage.calls.length]).toEqual([false, 1])
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
    await run(port.close(rowOf(), labelOf()))
    expect(stage).toEqual({
      time: 0,
      stubs: 1,
      calls: [[0, 'close', 'alice', rowOf(), labelOf()]],
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
