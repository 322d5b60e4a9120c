import type { Miniflare } from 'miniflare'
import { peerWorker, plainWorker, tollgateWorker } from './built.ts'
import type { Peer } from './peers.ts'
import type { Rival } from './rivals.ts'
import { makeState, portOf, startWorkerd } from './workerd.ts'
import { meterOf, type ProcessMeter } from './workerd-process.ts'

/** All rivals side by side in one `workerd`, with Tollgate's KV, D1 and Meter in the same process. */
export interface Ring {
  /** Throws for a peer that is not there. */
  portOf(rival: Rival): number
  workerd: ProcessMeter
  kv(): ReturnType<Miniflare['getKVNamespace']>
  d1(): ReturnType<Miniflare['getD1Database']>
  /** Of a ring that was started with a port for it. */
  inspector(): Promise<URL>
  stop(): Promise<void>
}

export interface RingOptions {
  /** For `GATEWAY_URL`, with its `/v1`. */
  gatewayUrl: string
  peer?: Peer | undefined
  /** Opens workerd's inspector there; 0 for any free port. */
  inspectorPort?: number | undefined
}

/** Starts them over what `npm run build` left in `dist/`. */
export async function startRing({ gatewayUrl, peer, inspectorPort }: RingOptions): Promise<Ring> {
  const tollgate = await tollgateWorker(gatewayUrl)
  const workers = [
    tollgate,
    await plainWorker('bare'),
    await plainWorker('transform'),
    ...(peer === undefined ? [] : [await peerWorker(peer)]),
  ]
  const state = await makeState()
  const workerd = await startWorkerd(workers, state.folder, inspectorPort)
  const ports = new Map<string, number>()
  for (const { name } of workers) ports.set(name, await portOf(workerd, name))
  return {
    portOf(rival) {
      const port = ports.get(rival === 'tollgate' ? tollgate.name : rival)
      if (port === undefined) throw new Error(`${rival} was not started`)
      return port
    },
    workerd: meterOf(workerd.process.pid),
    kv: () => workerd.miniflare.getKVNamespace('KEYS', tollgate.name),
    d1: () => workerd.miniflare.getD1Database('DB', tollgate.name),
    inspector: () => workerd.miniflare.getInspectorURL(),
    async stop() {
      await workerd.stop()
      await state.remove()
    },
  }
}
