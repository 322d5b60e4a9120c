/** Calls `then` after `ms`, unless what it gave back is called first. */
export type After = (ms: number, then: () => void) => () => void

/** What a call gave, or what went wrong. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; error: unknown }

/** A call that has to answer in `ms`. Never rejects. */
export async function attempt<T>(call: () => Promise<T>, ms: number, after: After): Promise<Attempt<T>> {
  // A bare timer: this is half of what a small request costs, and an AbortController doubled it.
  let tooLate = (): void => {}
  const late = new Promise<never>((_resolve, reject) => {
    tooLate = () => reject(new Error('There was no answer in time'))
  })
  const cancel = after(ms, tooLate)
  try {
    return { ok: true, value: await Promise.race([call(), late]) }
  } catch (error) {
    return { ok: false, error }
  } finally {
    cancel()
  }
}

/** How a call is tried again and again. All in ms. */
export interface Patience {
  most: number
  pause: (error: unknown, tries: number) => number
  now: () => number
  after: After
}

/** Tries a call until it goes well or its time is over. Never rejects. */
export async function insist<T>(
  call: () => Promise<T>,
  { most, pause, now, after }: Patience,
): Promise<Attempt<T>> {
  const end = now() + most
  for (let tries = 0; ; tries += 1) {
    const attempted = await attempt(call, end - now(), after)
    if (attempted.ok) return attempted
    const wait = pause(attempted.error, tries)
    if (now() + wait >= end) return attempted
    await new Promise<void>((resolve) => after(wait, resolve))
  }
}

export function afterTimeout(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}
