/** What is wrong with the order of a message's events, null for nothing, and whether the last of them is an end. */
export function messageFault(events: readonly Record<string, unknown>[]): {
  fault: string | null
  ended: boolean
} {
  let state = 'none'
  let next = 0
  let open = false
  const broken = (fault: string): { fault: string; ended: boolean } => ({ fault, ended: false })
  for (const { type, index } of events) {
    if (type === 'ping') continue
    if (state === 'complete' || state === 'failed') return broken(`${String(type)} after the end`)
    if (type === 'error') state = 'failed'
    else if (type === 'message_start') {
      if (state !== 'none') return broken('a second start')
      state = 'open'
    } else if (state === 'none') return broken(`${String(type)} before the start`)
    else if (type === 'content_block_start') {
      if (open || index !== next) return broken('a block in a block')
      open = true
    } else if (type === 'content_block_delta') {
      if (!open || index !== next) return broken('a delta of no block')
    } else if (type === 'content_block_stop') {
      if (!open || index !== next) return broken('an end of no block')
      open = false
      next += 1
    } else if (type === 'message_delta') {
      if (open || state !== 'open') return broken('an end in a block')
      state = 'ending'
    } else if (type === 'message_stop') {
      if (state !== 'ending') return broken('a stop without its reason')
      state = 'complete'
    } else return broken(`the event ${String(type)}`)
  }
  return { fault: null, ended: state === 'complete' || state === 'failed' }
}
