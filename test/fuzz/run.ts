import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describeFlags, type Flags, readFlags } from '../../src/cli/flags.ts'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { fuzzEnvironment } from './runs.ts'

const known: Flags = {
  runs: { takes: 'N', says: 'cases of a property, 20,000 unless told' },
  seed: { takes: 'N', says: 'the seed of an earlier run, which comes again' },
  only: { takes: 'NAME', says: 'one family: the name of its file, as sse' },
  help: { says: 'this' },
}

/** `npm run fuzz`: the properties of the folder in many more cases than `npm test` has, of another seed each time. */
function main(): number {
  const flags = readFlags(process.argv.slice(2), known)
  if (!flags.ok) throw new Error(flags.message)
  if (flags.value.one('help') !== undefined) {
    console.log(describeFlags(known))
    return 0
  }
  const runs = wholeNumber('--runs', flags.value.one('runs') ?? '20000')
  const seed = wholeNumber('--seed', flags.value.one('seed') ?? String(Date.now() % 2 ** 31))
  const only = flags.value.one('only')
  const files = only === undefined ? 'test/fuzz' : `test/fuzz/${only}.test.ts`
  if (!existsSync(join(projectFolder, files))) throw new Error(`there is no family ${only}`)
  console.log(`npm run fuzz -- --runs ${runs} --seed ${seed}${only === undefined ? '' : ` --only ${only}`}`)
  const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs')
  const args = ['run', '--config', 'test/vitest.config.ts', '--project', 'pure', '--testTimeout', '0', files]
  const { status } = spawnSync(process.execPath, [vitest, ...args], {
    cwd: projectFolder,
    stdio: 'inherit',
    env: { ...process.env, [fuzzEnvironment.runs]: String(runs), [fuzzEnvironment.seed]: String(seed) },
  })
  return status ?? 1
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${flag} must be a whole number`)
  return Number(text)
}

try {
  process.exitCode = main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
