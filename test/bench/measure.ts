import { builtIndex, gzipKb } from './built.ts'
import { coldStarts } from './cold.ts'
import { loadLanes } from './cpu.ts'
import { chunkDelay, timeToFirstByte } from './latency.ts'
import { checkLedger } from './ledger.ts'
import { thisMachine } from './machine.ts'
import type { Measured } from './measured.ts'
import { crowd } from './memory.ts'
import type { Peer } from './peers.ts'
import { type Plan, withoutPeer } from './plan.ts'
import { startStage, warmUp } from './stage.ts'

export interface MeasureOptions {
  plan: Plan
  peer?: Peer | undefined
  at: Date
  /** Told what is under way. */
  say(text: string): void
}

const latencyLanes = ['bare', 'quiet', 'hidden', 'limited'] as const

/** Runs a whole plan over what `npm run build` wrote. Linux only. */
export async function measure({ plan: given, peer, at, say }: MeasureOptions): Promise<Measured> {
  if (process.platform !== 'linux') throw new Error('The benchmark reads /proc, so it needs Linux.')
  const plan = peer === undefined ? withoutPeer(given) : given
  const common = {
    at: at.toISOString(),
    machine: thisMachine(),
    peer: peer?.name ?? null,
    gzipKb: { tollgate: await gzipKb(builtIndex), peer: peer === undefined ? null : await gzipKb(peer.file) },
  }
  const together = await sideBySide(plan, peer, say)
  say('cold starts')
  const starts = plan.starts === 0 ? [] : await coldStarts(plan.starts)
  const crowds = []
  for (const lane of plan.crowd === 0 ? [] : (['bare', 'quiet', 'hidden', 'translated'] as const)) {
    say(`memory of ${plan.crowd} streams, ${lane}`)
    crowds.push(await crowd(lane, plan.crowd))
  }
  return { ...common, ...together, starts, crowds }
}

/** What is measured of all of them in one `workerd`. */
async function sideBySide(
  plan: Plan,
  peer: Peer | undefined,
  say: (text: string) => void,
): Promise<Pick<Measured, 'rounds' | 'firstBytes' | 'delays' | 'ledger'>> {
  const stage = await startStage({ connections: 8, peer })
  try {
    say('warming up')
    await warmUp(stage, new Set([...plan.asks.map(({ lane }) => lane), ...latencyLanes]))
    const rounds = await loadLanes(stage, plan, say)
    say('time to first byte')
    const firstBytes = await timeToFirstByte(stage, plan)
    say('delay of a chunk')
    const delays = await chunkDelay(stage, plan)
    // Until its Meter has sent the last row.
    await warmUp(stage, [])
    const ledger = await checkLedger(stage)
    return { rounds, firstBytes, delays, ledger }
  } finally {
    await stage.stop()
  }
}
