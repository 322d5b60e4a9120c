import { findingOf } from './job-finding.ts'
import type { JobSeen } from './job-seen.ts'
import type { Sighting } from './job-sighting.ts'
import type { ConfigPrices } from '../keys/config-prices.ts'
import type { MeterPort } from '../meter/port.ts'

/** The Meter may be away for a moment, and some jobs can be read once only. */
const mostTries = 3

/** Tells the Meter what an answer told of a job that `keyId` began, here or elsewhere. Never throws. */
export async function noteJob(
  sighting: Sighting,
  keyId: string,
  meter: Pick<MeterPort, 'poll' | 'awaited' | 'waiting' | 'finish'>,
  prices: ConfigPrices,
): Promise<void> {
  if (sighting.how === 'begun') return
  if (sighting.how === 'listed') {
    for (const seen of await awaitedOf(sighting.jobs, keyId, meter)) await noteJob(seen, keyId, meter, prices)
    return
  }
  if (sighting.how === 'running') return meter.poll(keyId, sighting.job, sighting.results)
  for (const job of namesOf(sighting)) {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const waiting = await meter.waiting(keyId, job)
      if (waiting === null) break
      if (waiting === 'unreachable') continue
      if ((await meter.finish(keyId, job, findingOf(waiting, sighting, prices))) !== 'unreachable') return
    }
  }
}

/** A row may wait for the results already: an earlier answer named them, and did not say what they took. */
function namesOf({ job, results }: JobSeen): string[] {
  return results === undefined ? [job] : [job, results]
}

/** Those that are over, and that a request of the key waits for: a list has everyone's jobs, and those of long ago. */
async function awaitedOf(
  jobs: readonly JobSeen[],
  keyId: string,
  { awaited }: Pick<MeterPort, 'awaited'>,
): Promise<JobSeen[]> {
  const over = jobs.filter(({ how }) => how === 'over')
  const running = jobs.filter((seen) => seen.how === 'running')
  const found = await awaited(keyId, over.flatMap(namesOf), running)
  if (found === 'unreachable') return []
  const waits = new Set(found)
  return over.filter((seen) => namesOf(seen).some((name) => waits.has(name)))
}
