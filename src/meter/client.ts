import { messageOf } from '../ledger/failure.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import type { MeterPort } from './port.ts'

/** What is asked of a Meter's stub; the binding `METER` has it. */
export interface MeterNamespace {
  getByName(name: string): {
    open(row: Row, label: KeyLabel): Promise<void>
    beat(id: string): Promise<void>
    close(row: Row, label: KeyLabel): Promise<void>
  }
}

export interface MeterClientOptions {
  now: () => number
  /** Calls `then` after `ms`, unless what it gave back is called first. */
  after?: (ms: number, then: () => void) => () => void
  /** In [0, 1). */
  random?: () => number
}

/** All in ms. `close` tries for 4 s in all; `open`, and a `beat`, for 3. */
const waits = { open: 3000, close: 4000, retry: 100, overloaded: 800 } as const

/**
 * The Meter of one key, for one request. Each call takes a stub of its own, because a stub that has failed stays
 * broken (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/). What the Meter does not
 * take within its time goes to `fallback`; if that fails too, the row is in the log.
 */
export function meterPort(
  namespace: MeterNamespace,
  name: string,
  fallback: (row: Row, label: KeyLabel) => Promise<void>,
  { now, after = afterTimeout, random = Math.random }: MeterClientOptions,
): MeterPort {
  /** Null when the call went well, else what went wrong. */
  async function attempt(call: () => Promise<void>, ms: number): Promise<{ error: unknown } | null> {
    // A bare timer: this is half of what a small request costs, and an AbortController doubled it.
    let tooLate = (): void => {}
    const late = new Promise<never>((_resolve, reject) => {
      tooLate = () => reject(new Error('The Meter did not answer in time'))
    })
    const cancel = after(ms, tooLate)
    try {
      await Promise.race([call(), late])
      return null
    } catch (error) {
      return { error }
    } finally {
      cancel()
    }
  }

  async function tryToClose(row: Row, label: KeyLabel): Promise<{ error: unknown } | null> {
    const end = now() + waits.close
    for (let tries = 0; ; tries += 1) {
      const failed = await attempt(() => namespace.getByName(name).close(row, label), end - now())
      if (failed === null) return null
      const wait = pause(failed.error, tries, random())
      if (now() + wait >= end) return failed
      await new Promise<void>((resolve) => after(wait, resolve))
    }
  }

  return {
    async open(row, label) {
      return (await attempt(() => namespace.getByName(name).open(row, label), waits.open)) === null
    },
    async beat(row) {
      await attempt(() => namespace.getByName(name).beat(row.id), waits.open)
    },
    async close(row, label) {
      const failed = await tryToClose(row, label)
      if (failed === null) return
      try {
        await fallback(row, label)
      } catch (error) {
        const errors = { meter: messageOf(failed.error), ledger: messageOf(error) }
        console.error(JSON.stringify({ event: 'row_not_written', errors, row }))
      }
    },
  }
}

/** Doubles with each try, half of it at random; longer from the start when the object has too much to do. */
function pause(error: unknown, tries: number, random: number): number {
  const overloaded = error instanceof Error && 'overloaded' in error && error.overloaded === true
  return (overloaded ? waits.overloaded : waits.retry) * 2 ** tries * (0.5 + random / 2)
}

function afterTimeout(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}
