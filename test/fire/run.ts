import { writeFile } from 'node:fs/promises'
import { describeFlags, type Flags, readFlags } from '../../src/cli/flags.ts'
import { limitHeaps } from '../support/heap-limit.ts'
import { fire } from './fire.ts'
import { isSettled, mostGrowthMb } from './memory.ts'
import { agrees, report } from './report.ts'
import { soak } from './soak.ts'

const say = (text: string): void => console.error(`… ${text}`)

const known: Flags = {
  seed: { takes: 'N', says: 'decides everything that chance decides' },
  requests: { takes: 'N', says: 'how many; 10,000 if not given' },
  'at-once': { takes: 'N', says: 'how many at once; 40 if not given' },
  json: { takes: 'FILE', says: 'where all that was seen goes' },
  soak: { takes: 'MINUTES', says: 'a modest load for so long, nothing killed' },
  rate: { takes: 'N', says: 'requests a second of a soak; 6 if not given' },
  help: { says: 'this' },
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2), known)
  if (!flags.ok) throw new Error(flags.message)
  if (flags.value.one('help') !== undefined) return console.log(describeFlags(known))
  const number = (flag: string, usual: number): number => {
    const given = flags.value.one(flag)
    const read = given === undefined ? usual : Number(given)
    if (!Number.isFinite(read) || read <= 0) throw new Error(`--${flag} takes a number above 0`)
    return read
  }
  const seed = number('seed', Math.floor(Math.random() * 1e9) + 1)
  console.log(`seed ${seed}`)
  limitHeaps()
  const minutes = flags.value.one('soak') === undefined ? 0 : number('soak', 60)
  const ran =
    minutes > 0
      ? await soak({ seed, minutes, rate: number('rate', 6), say })
      : await fire({
          seed,
          requests: number('requests', 10_000),
          atOnce: number('at-once', 40),
          kills: 4,
          evictEvery: 60,
          outages: 2,
          stalls: true,
          say,
        })
  console.log(report({ seed, ...ran }))
  const grown = 'memory' in ran && !isSettled(ran.memory)
  if (grown)
    console.log(`DISAGREES: its heap has more than ${mostGrowthMb} MB more than it had warm, or did not tell`)
  const growing = 'growthMb' in ran && (ran.growthMb === null || ran.growthMb > mostGrowthMb)
  if ('growthMb' in ran)
    console.log(`the heap grows by ${ran.growthMb?.toFixed(1) ?? '?'} MB an hour in the second half`)
  const file = flags.value.one('json')
  if (file !== undefined) await writeFile(file, JSON.stringify(ran))
  if (!agrees(ran) || grown || growing) process.exitCode = 1
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : String(error))
    process.exitCode = 1
  })
  // Connections to a workerd that was killed are not all gone yet.
  .finally(() => process.exit())
