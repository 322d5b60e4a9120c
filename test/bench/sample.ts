import type { LaneName } from './lanes.ts'
import type { Measured } from './measured.ts'
import type { Load } from './stage.ts'

/** For tests: ten requests on a lane. */
export function loadOf(lane: LaneName, chunks: number, cpuMs: number): Load {
  return { lane, chunks, requests: 10, cpuMs, wallMs: 100, pieces: 10 * (chunks + 2) }
}

/** For tests: a short run without a peer, of which some was left out. */
export const sample: Measured = {
  at: '2026-11-22T12:00:00.000Z',
  machine: { cores: 2, model: 'Example CPU', memoryGb: 8, node: '24.0.0', workerd: '1.2.3' },
  peer: null,
  rounds: [
    [
      loadOf('bare', 2000, 200),
      loadOf('quiet', 2000, 300),
      loadOf('hidden', 2000, 1600),
      loadOf('bare whole', 0, 10),
      loadOf('whole', 0, 50),
    ],
  ],
  firstBytes: { bare: [1, 1.5], quiet: [2], hidden: [2.25], limited: [3.75] },
  delays: { bare: [0.5], quiet: [0.625], hidden: [0.75], limited: [0.75] },
  crowds: [
    { lane: 'bare', streams: 200, idleMb: 100, mostMb: 110, heapMb: { most: 2, least: 1 }, wallMs: 1 },
    { lane: 'quiet', streams: 200, idleMb: 100, mostMb: 190, heapMb: { most: 50, least: 40 }, wallMs: 1 },
    { lane: 'hidden', streams: 200, idleMb: 100, mostMb: 250, heapMb: { most: 80, least: 15 }, wallMs: 1 },
  ],
  starts: [
    { worker: 'bare', readyMs: 100, answerMs: 110, cpuMs: 80 },
    { worker: 'tollgate', readyMs: 120, answerMs: 140, cpuMs: 110 },
  ],
  ledger: { rows: 20, rowsWrittenARequest: 2 },
  gzipKb: { tollgate: 90, peer: null },
}
