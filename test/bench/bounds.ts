import { msAboveBare, ratio } from './cpu.ts'
import type { Elsewhere, Figure } from './figure.ts'
import type { LaneName } from './lanes.ts'
import { moreThanBare } from './latency.ts'
import type { Measured } from './measured.ts'
import type { Crowd } from './memory.ts'
import { longStream } from './plan.ts'

/** The paths of a stream through Tollgate whose memory is bounded. */
export const memoryLanes = ['quiet', 'hidden', 'translated'] as const
const paths = memoryLanes.join(' / ')
/** A stream by whose length the free plan's CPU is judged. */
const usualStream = 1000

/** The rows of the design's table of numbers to hold, in its order and its words. */
export function boundsOf(measured: Measured): (Figure | Elsewhere)[] {
  const { rounds, firstBytes, delays, crowds, gzipKb, peer } = measured
  const chunk = (what: string, lane: LaneName, base: LaneName, bound: number): Figure => ({
    what,
    unit: '×',
    values: [ratio(rounds, lane, base, longStream)],
    bounds: [bound],
  })
  return [
    chunk(
      'per streamed chunk, 2,000 chunks, usage asked for, against a Worker that only returns `fetch(request)`',
      'quiet',
      'bare',
      2,
    ),
    chunk(`the same against ${peer ?? 'a peer'}’s gateway on the same \`workerd\``, 'quiet', 'peer', 0.25),
    chunk('per streamed chunk with the usage chunk hidden, against bare', 'hidden', 'bare', 7.5),
    chunk(
      'per streamed chunk, Claude translated through the OpenAI door, against bare',
      'translated',
      'bare',
      9,
    ),
    {
      what: 'whole small non-streaming request, key cached, against bare',
      unit: '×',
      values: [ratio(rounds, 'whole', 'bare whole', 0)],
      bounds: [5.5],
    },
    {
      what: 'time to first byte added at p50, local, one at a time: key without limits / with',
      unit: 'ms',
      values: [moreThanBare(firstBytes, 'quiet'), moreThanBare(firstBytes, 'limited')],
      bounds: [1, 2],
    },
    {
      what: 'delay of a chunk at p50, 5 ms between chunks, more than bare',
      unit: 'ms',
      values: [moreThanBare(delays, 'quiet')],
      bounds: [0.3],
    },
    { what: 'Worker bundle, gzip', unit: 'KB', values: [gzipKb.tollgate], bounds: [100] },
    {
      what: `memory above idle, 200 concurrent streams of 2,000 chunks 6 ms apart: ${paths}`,
      unit: 'MB',
      values: memoryLanes.map((lane) => aboveIdle(crowds, lane)),
      bounds: memoryLanes.map(() => 128),
    },
    {
      what: `CPU above bare of a 1,000-chunk stream, beside the free plan’s 10 ms: ${paths}`,
      unit: 'ms',
      values: memoryLanes.map((lane) => msAboveBare(rounds, lane, usualStream)),
    },
    {
      what: '1,000 parallel requests on a 1 USD key: spent',
      bound: '≤ 1.00 USD, all answered',
      see: '`npm test` (test/budget)',
    },
    {
      what: 'rows lost or doubled after kill -9 of `workerd`, D1 outage, client aborts, upstream breaks',
      bound: '0',
      see: '`npm run fire`',
    },
  ]
}

/** The most that was seen above idle, in MB; NaN where a lane was not watched. */
export function aboveIdle(crowds: readonly Crowd[], lane: LaneName): number {
  const found = crowds.find((crowd) => crowd.lane === lane)
  return found === undefined ? Number.NaN : found.mostMb - found.idleMb
}
