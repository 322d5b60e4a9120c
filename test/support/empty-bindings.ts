import { listDurableObjectIds, reset, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

/**
 * Empties KV, D1 and every Meter. `reset` alone leaves an object as it is that sleeps, and each does after 10 s without
 * a request, those behind KV and D1 too (https://github.com/cloudflare/workerd/pull/6357): so all are woken before.
 */
export async function emptyBindings(): Promise<void> {
  const meters = await listDurableObjectIds(env.METER)
  await Promise.all([
    env.KEYS.list({ limit: 1 }),
    env.DB.prepare('SELECT 1').run(),
    ...meters.map((id) => runInDurableObject(env.METER.get(id), () => undefined)),
  ])
  await reset()
}
