import { aboveIdle, memoryLanes } from './bounds.ts'
import type { Start } from './cold.ts'
import { aSecond, msARequest, ratio } from './cpu.ts'
import type { Figure } from './figure.ts'
import type { LaneName } from './lanes.ts'
import { moreThanBare } from './latency.ts'
import type { Measured } from './measured.ts'
import { median } from './median.ts'
import type { Crowd } from './memory.ts'
import { longStream, shortStream } from './plan.ts'

/** What was measured beyond the bounds: each against the bare Worker, unless it says otherwise. */
export function furtherOf(measured: Measured): Figure[] {
  const { rounds, firstBytes, delays, crowds, starts, gzipKb } = measured
  const peer = measured.peer ?? 'peer'
  const against = (what: string, lane: LaneName, base: LaneName, chunks = 0): Figure => ({
    what,
    unit: '×',
    values: [ratio(rounds, lane, base, chunks)],
    beside: besideOf(rounds, base, chunks),
  })
  const stream = (what: string, lane: LaneName): Figure => ({
    ...against(`chunk of ${longStream} / ${shortStream}: ${what}`, lane, 'bare', longStream),
    values: [longStream, shortStream].map((chunks) => ratio(rounds, lane, 'bare', chunks)),
  })
  const more = (what: string, values: number[], unit: Figure['unit'] = 'ms'): Figure => ({
    what,
    unit,
    values,
  })
  const figures = [
    stream('usage asked for', 'quiet'),
    stream('usage chunk hidden', 'hidden'),
    stream('Anthropic’s own stream', 'messages'),
    stream('Claude as a chat', 'translated'),
    stream('a Worker with a JavaScript TransformStream', 'transform'),
    stream(peer, 'peer'),
    against(
      `chunk of ${longStream}, Claude as a chat, against ${peer}’s`,
      'translated',
      'peer translated',
      longStream,
    ),
    against('small request, key without limits', 'whole', 'bare whole'),
    against('small request, key with a budget and limits', 'whole limited', 'bare whole'),
    against('small request, 500 keys in turn', 'whole many', 'bare whole'),
    against(`small request, ${peer}`, 'peer whole', 'bare whole'),
    ...(['200 KB', '2 MB'] as const).flatMap((size) => [
      against(`request of ${size}`, size, `bare ${size}`),
      against(`request of ${size}, ${peer}`, `peer ${size}`, `bare ${size}`),
    ]),
    more(
      'small requests a second on this machine, client and upstream on it too: one hot key / with limits / 500 keys',
      (['whole', 'whole limited', 'whole many'] as const).map((lane) => median(aSecond(rounds, lane))),
      '/s',
    ),
    more('time to first byte at p50 of the bare Worker', [median(firstBytes.bare)]),
    more('time to first byte added at p50, usage chunk hidden', [moreThanBare(firstBytes, 'hidden')]),
    more('delay of a chunk at p50 more than bare, usage chunk hidden', [moreThanBare(delays, 'hidden')]),
    more(
      'cold start, a new `workerd` to its first answer: Tollgate / bare with the same bindings',
      both(starts, 'answerMs'),
    ),
    more('CPU of that', both(starts, 'cpuMs')),
    more('memory above idle, 200 streams through the bare Worker', [aboveIdle(crowds, 'bare')], 'MB'),
    more(
      'the isolate’s own memory with 200 streams, the most that was seen: quiet / hidden / translated',
      heapOf(crowds, 'most'),
      'MB',
    ),
    more('the least, after a collection', heapOf(crowds, 'least'), 'MB'),
    more(`Worker bundle of ${peer}, gzip`, [gzipKb.peer ?? Number.NaN], 'KB'),
  ]
  // A quick run, or one without a peer, leaves some out.
  return figures.filter(({ values }) => !values.every((value) => Number.isNaN(value)))
}

function heapOf(crowds: readonly Crowd[], figure: 'most' | 'least'): number[] {
  return memoryLanes.map((lane) => crowds.find((crowd) => crowd.lane === lane)?.heapMb[figure] ?? Number.NaN)
}

function both(starts: readonly Start[], figure: 'answerMs' | 'cpuMs'): number[] {
  return (['tollgate', 'bare'] as const).map((worker) =>
    median(starts.filter((start) => start.worker === worker).map((start) => start[figure])),
  )
}

function besideOf(rounds: Measured['rounds'], base: LaneName, chunks: number): string {
  const ms = median(msARequest(rounds, base, chunks))
  if (Number.isNaN(ms)) return ''
  return chunks === 0 ? `1 = ${ms.toFixed(2)} ms` : `1 = ${((ms / chunks) * 1000).toFixed(1)} µs`
}
