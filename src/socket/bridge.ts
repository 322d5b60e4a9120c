import type { Refusal } from '../refusal/refusal.ts'
import type { Ending } from '../tap/ending.ts'
import { type Closing, isFailure, passedOn, reasonOf } from './close.ts'
import { type Frame, frameSize } from './frame.ts'
import type { Gate } from './gate.ts'
import { Pace } from './pace.ts'
import type { Listener } from './usage/listener.ts'

/** What is used of a WebSocket. */
export type Peer = Pick<WebSocket, 'accept' | 'send' | 'close' | 'binaryType' | 'addEventListener'>

export interface Bridged {
  gate: Pick<Gate, 'permit'>
  listener: Pick<Listener, 'hear' | 'overhear' | 'busy' | 'unfinished'>
  /** Why the key may not go on by now, or null. Never rejects. */
  recheck: () => Promise<Refusal | null>
  /** Whether what was consumed leaves room for another answer; null where nothing limits it. Never rejects. */
  spend: (() => Promise<Refusal | null>) | null
  /** `drain`: an answer that is still to come when the client leaves is heard to its end, for its usage. */
  policy: 'drain' | 'cancel'
  /** Epoch milliseconds. */
  now: () => number
  /** Calls `then` after `ms`. */
  after?: (ms: number, then: () => void) => void
}

/** How often a socket with traffic looks its key up again; records are remembered for half of that. */
export const recheckMs = 60_000

/** Of the 30 s that the platform grants after a client left, 5 are for the ledger. */
const drainLimitMs = 25_000

/**
 * Joins a client and an upstream until either is gone: each message goes across as it came, text as text and bytes as
 * bytes, and so does the closing of either. Resolves with how it ended, never rejects.
 */
export function bridge(
  client: Peer,
  upstream: Peer,
  { gate, listener, recheck, spend, policy, now, after = (ms, then) => void setTimeout(then, ms) }: Bridged,
): Promise<Ending['how']> {
  const paces = { up: new Pace(now()), down: new Pace(now()) }
  return new Promise((resolve) => {
    let left: Ending['how'] | null = null
    let over = false
    let checkedAt = now()

    function end(how: Ending['how'], close?: { client?: Closing; upstream?: Closing }): void {
      if (over) return
      over = true
      if (close?.client) shut(client, close.client)
      if (close?.upstream) shut(upstream, close.upstream)
      resolve(how)
    }

    function clientLeft(closing: Closing, clean: boolean): void {
      if (over || left) return
      const unfinished = listener.unfinished()
      left = clean && !unfinished ? 'complete' : 'client_gone'
      const leave = (): void => end(left ?? 'client_gone', { upstream: passedOn(closing) })
      if (policy === 'cancel' || !unfinished) leave()
      else after(drainLimitMs, leave)
    }

    function upstreamLeft(closing: Closing): void {
      const how = isFailure(closing) ? 'broken' : 'complete'
      end(left ?? how, left ? {} : { client: passedOn(closing) })
    }

    function recheckInTime(): void {
      if (now() - checkedAt < recheckMs) return
      checkedAt = now()
      void recheck().then(closeFor)
    }

    function closeFor(refusal: Refusal | null): void {
      if (refusal) end('complete', noLonger(refusal))
    }

    listen(client, {
      frame(frame) {
        if (over || left) return
        recheckInTime()
        const permitted = gate.permit(frame)
        if (!permitted.ok) return end('complete', refused(permitted.refusal))
        if (!paces.up.admits(frameSize(permitted.value), now())) return end('broken', tooFar)
        listener.overhear(permitted.value)
        upstream.send(permitted.value)
      },
      closed: ({ code, reason, wasClean }) => clientLeft({ code, reason }, wasClean),
      failed: () => clientLeft(cutOff, false),
    })
    listen(upstream, {
      frame(frame) {
        if (over) return
        recheckInTime()
        listener.hear(frame)
        if (spend && !listener.busy()) void spend().then(closeFor)
        if (left)
          return listener.unfinished() ? undefined : end(left, { upstream: { code: 1000, reason: '' } })
        if (!paces.down.admits(frameSize(frame), now())) return end('client_gone', tooFar)
        client.send(frame)
      },
      closed: upstreamLeft,
      failed: () => upstreamLeft(cutOff),
    })
  })
}

const cutOff: Closing = { code: 1006, reason: '' }
const done: Closing = { code: 1000, reason: '' }
const behind: Closing = { code: 1013, reason: 'Messages come faster than they are read.' }
const tooFar = { client: behind, upstream: behind }

/** The client is told why; to the upstream it is a client that has finished. */
function refused({ message }: Refusal): { client: Closing; upstream: Closing } {
  return { client: { code: 1008, reason: reasonOf(message) }, upstream: done }
}

/** The code comes first: programs look for it, and the text may be cut. */
function noLonger({ reason, message }: Refusal): { client: Closing; upstream: Closing } {
  return { client: { code: 1008, reason: reasonOf(`${reason}: ${message}`) }, upstream: done }
}

interface Ears {
  frame: (frame: Frame) => void
  closed: (event: CloseEvent) => void
  failed: () => void
}

function listen(peer: Peer, { frame, closed, failed }: Ears): void {
  // Without it, bytes come as a Blob and are lost in `send`.
  peer.binaryType = 'arraybuffer'
  peer.addEventListener('message', ({ data }) => frame(data as Frame))
  peer.addEventListener('close', closed)
  peer.addEventListener('error', failed)
  peer.accept()
}

/** A peer that is gone already cannot be closed any more. */
function shut(peer: Peer, { code, reason }: Closing): void {
  try {
    peer.close(code, reason)
  } catch {
    // Nobody is left to be told.
  }
}
