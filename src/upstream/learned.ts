/** What an isolate has learnt of targets (`provider/model`) from their answers. It refuses nothing. */
export interface Learned {
  /** It failed just now: for ten seconds it is tried last, so that an outage does not cost every request an attempt. */
  failed(target: string, now: number): void
  /** The same targets, those that failed just now at the end. */
  failedLast<T>(chain: readonly T[], target: (one: T) => string, now: number): readonly T[]
  /** It refused `stream_options`, and is not asked for usage again. */
  declinedUsage(target: string): void
  declinesUsage(target: string): boolean
}

const rememberedMs = 10_000
const most = 1_000

export function createLearned(): Learned {
  const failedUntil = new Map<string, number>()
  const declining = new Map<string, true>()
  return {
    failed: (target, now) => note(failedUntil, target, now + rememberedMs),
    failedLast(chain, target, now) {
      if (failedUntil.size === 0 || chain.length < 2) return chain
      const failed = (one: (typeof chain)[number]): boolean => (failedUntil.get(target(one)) ?? 0) > now
      return [...chain.filter((one) => !failed(one)), ...chain.filter(failed)]
    },
    declinedUsage: (target) => note(declining, target, true),
    declinesUsage: (target) => declining.has(target),
  }
}

/** At the ceiling the oldest is forgotten: it costs an attempt to learn it again. */
function note<T>(map: Map<string, T>, target: string, value: T): void {
  map.delete(target)
  map.set(target, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}
