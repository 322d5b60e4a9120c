/** Who is measured: the built Worker, and what it is held against. */
export type Rival = 'bare' | 'transform' | 'tollgate' | 'peer'

/** The least that a Worker in between can do. */
const bare = `export default { fetch: (request) => fetch(request) }`

/** What most gateways do: JavaScript sees every chunk. */
const transform = `export default {
  async fetch(request) {
    const upstream = await fetch(request)
    const seen = new TransformStream({ transform: (chunk, controller) => controller.enqueue(chunk) })
    return new Response(upstream.body.pipeThrough(seen), upstream)
  },
}`

/**
 * Miniflare puts a Worker of its own behind every Worker's `fetch`; that would make the bare one dearer, and every
 * ratio kinder. So all of them reach the network by a binding.
 */
const straightOut = `import { env } from 'cloudflare:workers'
globalThis.fetch = (input, init) => env.UPSTREAM.fetch(input, init)
`

/** The main modules. Tollgate's stands beside the built `index.js`. */
export const mainModules = {
  bare: `${straightOut}${bare}`,
  transform: `${straightOut}${transform}`,
  tollgate: `${straightOut}export { default, Meter } from './index.js'`,
  /** The bare Worker with all that Tollgate is given, to start it in its place. */
  furnished: `import { DurableObject } from 'cloudflare:workers'
export class Meter extends DurableObject {}
${straightOut}${bare}`,
} as const

/** The main module of a peer, beside its own. */
export function peerModule(file: string): string {
  return `${straightOut}export { default } from ${JSON.stringify(`./${file}`)}`
}
