/** What an isolate of Cloudflare's may have, in MB. https://developers.cloudflare.com/workers/platform/limits/#memory */
export const isolateMb = 128

const flags = 'MINIFLARE_WORKERD_V8_FLAGS'

/**
 * Holds the heap of every isolate in each `workerd` that starts from now on to Cloudflare's limit. Without one V8 lets
 * garbage lie, and a leak is never noticed. Gives back how to undo it.
 */
export function limitHeaps(): () => void {
  const before = process.env[flags]
  process.env[flags] = `--max-heap-size=${isolateMb}`
  return () => {
    if (before === undefined) delete process.env[flags]
    else process.env[flags] = before
  }
}
