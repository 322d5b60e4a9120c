import { messageOf } from '../ledger/failure.ts'
import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'
import { afterTimeout, attempt, insist } from './attempt.ts'
import type { After } from './attempt.ts'
import type { Charge } from './charge.ts'
import type { Finding, Finished } from './finding.ts'
import { writeParcel } from './parcel.ts'
import type { MeterPort, Unreachable } from './port.ts'
import type { RunningJob } from './running-job.ts'
import { unlimited } from './terms.ts'
import type { Claim, KeyStanding, Terms, Verdict } from './terms.ts'

/** What is asked of a Meter's stub. */
interface MeterStub {
  open(row: Row, label: KeyLabel, claim: Claim): Promise<Verdict>
  begin(parcel: string): Promise<void>
  abandon(id: string): Promise<void>
  beat(id: string): Promise<void>
  extend(id: string, reservedNano: number, reservedTokens: number, terms: Terms): Promise<boolean>
  readmit(id: string, claim: Claim, givenUp: Charge): Promise<Verdict>
  end(parcel: string, givenUpTokens: number): Promise<void>
  defer(row: Row, label: KeyLabel, job: string, nano: number, givenUpTokens: number): Promise<void>
  poll(keyId: string, job: string, next?: string): Promise<void>
  awaited(keyId: string, over: readonly string[], running: readonly RunningJob[]): Promise<string[]>
  waiting(keyId: string, job: string): Promise<Row | null>
  finish(keyId: string, job: string, finding: Finding): Promise<Finished>
  standing(keyId: string, terms: Terms): Promise<KeyStanding>
}

/** The binding `METER` is one. */
export interface MeterNamespace {
  getByName(name: string): MeterStub
}

export interface MeterClientOptions {
  now: () => number
  after?: After
  /** In [0, 1). */
  random?: () => number
}

/** All in ms. What must arrive is tried for 4 s in all; what somebody waits for, once, for 3. */
const waits = { answer: 3000, insist: 4000, retry: 100, overloaded: 800 } as const

/**
 * The Meter of one key or wallet, for one request. Each call takes a stub of its own, because a stub that has failed
 * stays broken (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/). A row that the
 * Meter does not take within its time goes to `fallback`; if that fails too, the row is in the log.
 */
export function meterPort(
  namespace: MeterNamespace,
  name: string,
  fallback: (row: Row, label: KeyLabel) => Promise<void>,
  { now, after = afterTimeout, random = Math.random }: MeterClientOptions,
): MeterPort {
  const stub = (): MeterStub => namespace.getByName(name)
  const pause = (error: unknown, tries: number): number => pauseAfter(error, tries, random())
  const patience = { most: waits.insist, pause, now, after }

  async function ask<T>(call: () => Promise<T>): Promise<T | Unreachable> {
    const attempted = await attempt(call, waits.answer, after)
    return attempted.ok ? attempted.value : 'unreachable'
  }

  async function handOver(call: () => Promise<void>, row: Row, label: KeyLabel): Promise<void> {
    const attempted = await insist(call, patience)
    if (attempted.ok) return
    try {
      await fallback(row, label)
    } catch (error) {
      const errors = { meter: messageOf(attempted.error), ledger: messageOf(error) }
      console.error(JSON.stringify({ event: 'row_not_written', errors, row }))
    }
  }

  async function abandon(id: string): Promise<void> {
    await insist(() => stub().abandon(id), patience)
  }

  return {
    async open(row, label, claim, later) {
      if (claim === null) {
        const begun = await ask(() => stub().begin(writeParcel({ row, label })))
        return begun === 'unreachable' ? begun : unlimited
      }
      const verdict = await ask(() => stub().open(row, label, claim))
      if (verdict === 'unreachable') later(abandon(row.id))
      return verdict
    },
    abandon,
    async beat(row) {
      await ask(() => stub().beat(row.id))
    },
    extend: (id, nano, tokens, terms) => ask(() => stub().extend(id, nano, tokens, terms)),
    readmit: (id, claim, givenUp) => ask(() => stub().readmit(id, claim, givenUp)),
    close: (row, label, givenUpTokens = 0) =>
      handOver(() => stub().end(writeParcel({ row, label }), givenUpTokens), row, label),
    defer: (row, label, job, nano, givenUpTokens = 0) =>
      handOver(() => stub().defer(row, label, job, nano, givenUpTokens), row, label),
    async poll(keyId, job, next) {
      await ask(() => stub().poll(keyId, job, next))
    },
    awaited: (keyId, over, running) => ask(() => stub().awaited(keyId, over, running)),
    waiting: (keyId, job) => ask(() => stub().waiting(keyId, job)),
    finish: (keyId, job, finding) => ask(() => stub().finish(keyId, job, finding)),
    standing: (keyId, terms) => ask(() => stub().standing(keyId, terms)),
  }
}

/** Doubles with each try, half of it at random; longer from the start when the object has too much to do. */
function pauseAfter(error: unknown, tries: number, random: number): number {
  const overloaded = error instanceof Error && 'overloaded' in error && error.overloaded === true
  return (overloaded ? waits.overloaded : waits.retry) * 2 ** tries * (0.5 + random / 2)
}
