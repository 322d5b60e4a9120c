/** What one look found. */
export type Found = 'new' | 'same' | 'nothing'

const shortestMs = 5_000
const longestMs = 60_000

/** How long to wait after a look, in ms: little while things happen, ever longer while nothing does or nobody answers. */
export function nextWait(found: Found, before: number): number {
  if (found === 'new') return shortestMs
  return Math.min(longestMs, Math.max(shortestMs, before * (found === 'same' ? 1.5 : 2)))
}

export interface Pulse {
  /** Looks now, and goes on from there. */
  hurry(): void
  stop(): void
}

/** Looks again and again, but not while nobody looks at the page. */
export function startPulse(look: () => Promise<Found>): Pulse {
  let wait = shortestMs
  let timer: ReturnType<typeof setTimeout> | null = null
  let looking = false
  const stopped = new AbortController()
  const { signal } = stopped

  async function beat(): Promise<void> {
    if (looking || document.hidden) return
    looking = true
    if (timer !== null) clearTimeout(timer)
    wait = nextWait(await look(), wait)
    looking = false
    if (!signal.aborted) timer = setTimeout(() => void beat(), wait)
  }

  const hurry = (): void => {
    wait = shortestMs
    void beat()
  }
  document.addEventListener('visibilitychange', hurry, { signal })
  addEventListener('online', hurry, { signal })
  timer = setTimeout(() => void beat(), wait)
  return {
    hurry,
    stop() {
      stopped.abort()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
