/** What is to be done when the client leaves. */
export interface Departure {
  /** Aborts when the client leaves. */
  signal: AbortSignal
  /** `drain`: read on for a while, for the usage. `cancel`: close the upstream at once. */
  policy: 'drain' | 'cancel'
  /** Aborted by `cancelUpstream`, and when the time to drain is over: the upstream connection closes. */
  upstream: AbortSignal
  cancelUpstream: () => void
}

/**
 * How long the upstream may go on, headers or not. Of the 30 s that the platform grants after a client left, 5 are for
 * the ledger; a moment is for reading what has already come.
 */
const graceMs = { drain: 25_000, cancel: 20 } as const

/** Starts the clock of a departure when it happens. */
export function watchDeparture(signal: AbortSignal, policy: 'drain' | 'cancel'): Departure {
  const controller = new AbortController()
  const cancelUpstream = (): void => controller.abort(new Error('Tollgate closed the upstream connection'))
  void left(signal).then(() => {
    const timer = setTimeout(cancelUpstream, graceMs[policy])
    controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
  return { signal, policy, upstream: controller.signal, cancelUpstream }
}

/** Resolves when the signal aborts; at once if it has. */
export function left(signal: AbortSignal): Promise<'left'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('left')
    else signal.addEventListener('abort', () => resolve('left'), { once: true })
  })
}
