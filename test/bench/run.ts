import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readFlags } from '../../src/cli/flags.ts'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { loadLanes } from './cpu.ts'
import { figuresOf, type Measured } from './figures.ts'
import { freePlan } from './free-plan.ts'
import { chunkDelay, timeToFirstByte } from './latency.ts'
import { checkLedger } from './ledger.ts'
import { crowd } from './memory.ts'
import { fullPlan, type Plan, quickPlan } from './plan.ts'
import { table } from './report.ts'
import { startStage, warmUp } from './stage.ts'

const say = (text: string): void => console.error(`… ${text}`)

async function measure(plan: Plan): Promise<Measured> {
  const stage = await startStage(8)
  try {
    say('warming up')
    await warmUp(stage)
    const rounds = await loadLanes(stage, plan, say)
    say('time to first byte')
    const ttfb = await timeToFirstByte(stage, plan)
    say('delay of a chunk')
    const delay = await chunkDelay(stage, plan)
    await warmUp(stage)
    const ledger = await checkLedger(stage)
    return { rounds, ttfb, delay, crowds: [], ledger, gzipKb: await gzipKb() }
  } finally {
    await stage.stop()
  }
}

async function gzipKb(): Promise<number> {
  return gzipSync(await readFile(join(projectFolder, 'dist/index.js'))).length / 1024
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2), {
    quick: { says: 'rougher, in about a minute' },
    json: { takes: 'FILE', says: 'where the raw rounds go' },
  })
  if (!flags.ok) throw new Error(flags.message)
  if (process.platform !== 'linux') throw new Error('The benchmark reads /proc, so it needs Linux.')
  const plan = flags.value.one('quick') === undefined ? fullPlan : quickPlan
  const measured = await measure(plan)
  for (const lane of plan.crowd === 0 ? [] : (['bare', 'quiet', 'hidden'] as const)) {
    say(`memory of ${plan.crowd} streams, ${lane}`)
    measured.crowds.push(await crowd(lane, plan.crowd))
  }
  console.log(`${table(figuresOf(measured))}\n\n${freePlan(measured.ledger)}`)
  const file = flags.value.one('json')
  if (file !== undefined) await writeFile(file, JSON.stringify(measured, null, 2))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
