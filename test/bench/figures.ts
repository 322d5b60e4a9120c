import { longStream, median, msAboveBare, msARequest, ratio, shortStream } from './cpu.ts'
import type { LaneName } from './lanes.ts'
import type { Latency } from './latency.ts'
import type { LedgerCheck } from './ledger.ts'
import type { Crowd } from './memory.ts'
import type { Figure } from './report.ts'
import type { Load } from './stage.ts'

/** What a run measured, as it goes into the file of `--json`. */
export interface Measured {
  rounds: Load[][]
  ttfb: Latency
  delay: Latency
  crowds: Crowd[]
  ledger: LedgerCheck
  gzipKb: number
}

/** A stream by whose length the free plan's CPU is judged. */
const usualStream = 1000

/** All figures with their bounds. */
export function figuresOf({ rounds, ttfb, delay, crowds, gzipKb }: Measured): Figure[] {
  const microseconds = (median(msARequest(rounds, 'bare', longStream)) / longStream) * 1000
  const chunk = (what: string, lane: LaneName, bound?: number): Figure => ({
    what: `CPU a chunk, ${what}`,
    value: ratio(rounds, lane, 'bare', longStream),
    unit: '×',
    ...(bound !== undefined && { bound }),
    beside: besideOf(ratio(rounds, lane, 'bare', shortStream)),
  })
  const javascript = (what: string, lane: LaneName): Figure => ({
    what: `CPU above bare of a stream of ${usualStream} chunks, ${what}`,
    value: msAboveBare(rounds, lane, usualStream),
    unit: 'ms',
    beside: 'the free plan has 10 ms a request',
  })
  const figures: Figure[] = [
    {
      what: `CPU a chunk of ${longStream}, bare Worker`,
      value: 1,
      unit: '×',
      beside: `${microseconds.toFixed(1)} µs`,
    },
    chunk('quiet: the client asked for its usage', 'quiet', 2),
    chunk('quiet: Anthropic’s own stream', 'messages', 2),
    chunk('with the usage chunk hidden', 'hidden', 7.5),
    chunk('Claude through the OpenAI door', 'translated', 9),
    chunk('a Worker with a TransformStream', 'transform'),
    {
      what: 'CPU of a small request that is no stream',
      value: ratio(rounds, 'whole', 'bare whole', 0),
      unit: '×',
      bound: 5.5,
      beside: `bare ${median(msARequest(rounds, 'bare whole', 0)).toFixed(2)} ms`,
    },
    above('time to first byte above bare, p50', ttfb, 'quiet', 1),
    above('the same, usage chunk hidden', ttfb, 'hidden'),
    above('the same, key with a budget and limits', ttfb, 'limited', 2),
    above('delay of a chunk above bare, p50', delay, 'quiet', 0.3),
    above('the same, usage chunk hidden', delay, 'hidden'),
    javascript('quiet', 'quiet'),
    javascript('usage chunk hidden', 'hidden'),
    javascript('Claude through the OpenAI door', 'translated'),
    ...memory(crowds),
    { what: 'Worker bundle, gzip', value: gzipKb, unit: 'KB', bound: 100 },
  ]
  // A quick run leaves some out.
  return figures.filter(({ value }) => !Number.isNaN(value))
}

function besideOf(short: number): string {
  return Number.isNaN(short) ? '' : `in streams of ${shortStream}: ${short.toFixed(2)} ×`
}

function above(what: string, latency: Latency, lane: 'quiet' | 'hidden' | 'limited', bound?: number): Figure {
  return {
    what,
    value: latency[lane] - latency.bare,
    unit: 'ms',
    ...(bound !== undefined && { bound }),
    beside: `bare ${latency.bare.toFixed(2)} ms`,
  }
}

function memory(crowds: readonly Crowd[]): Figure[] {
  return crowds.map(({ lane, idleMb, mostMb, wallMs }) => ({
    what: `memory above idle, many streams at once, ${lane}`,
    value: mostMb - idleMb,
    unit: 'MB',
    ...(lane !== 'bare' && { bound: 128 }),
    beside: `idle ${idleMb.toFixed(0)} MB, took ${(wallMs / 1000).toFixed(0)} s`,
  }))
}
