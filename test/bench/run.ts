import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describeFlags, type Flags, readFlags } from '../../src/cli/flags.ts'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { readmeFile } from '../support/readme.ts'
import { boundsOf } from './bounds.ts'
import { freePlan } from './free-plan.ts'
import { furtherOf } from './further.ts'
import { measure } from './measure.ts'
import type { Measured } from './measured.ts'
import { peerOf } from './peers.ts'
import { fullPlan, quickPlan } from './plan.ts'
import { withFigures } from './readme-part.ts'
import { table } from './report.ts'

const flags: Flags = {
  quick: { says: 'rougher, in about a minute, without memory' },
  peer: {
    takes: 'FILE',
    says: 'another gateway’s Worker, bundled into one ES module (Portkey’s, unless headers are given)',
  },
  'peer-header': {
    takes: '"NAME: VALUE"',
    many: true,
    says: 'how that gateway is told where to: {provider} and {upstream} are filled in',
  },
  json: { takes: 'FILE', says: 'where the raw rounds go (dist/bench.json)' },
  from: { takes: 'FILE', says: 'shows the raw rounds of an earlier run, and measures nothing' },
  write: { says: 'writes the table into the README' },
  help: { says: 'this' },
}

async function main(): Promise<void> {
  const typed = readFlags(process.argv.slice(2), flags)
  if (!typed.ok) throw new Error(typed.message)
  const { one, all } = typed.value
  if (one('help') !== undefined) return console.log(describeFlags(flags))
  if (one('write') !== undefined && one('quick') !== undefined)
    throw new Error('--quick leaves out too much for the README: --write needs a whole run')
  const [from, peer] = [one('from'), one('peer')]
  let measured: Measured
  if (from !== undefined) {
    measured = JSON.parse(await readFile(from, 'utf8')) as Measured
  } else {
    measured = await measure({
      plan: one('quick') === undefined ? fullPlan : quickPlan,
      peer: peer === undefined ? undefined : peerOf(resolve(peer), all('peer-header')),
      at: new Date(),
      say: (text) => console.error(`… ${text}`),
    })
    const file = one('json') ?? join(projectFolder, 'dist/bench.json')
    await writeFile(file, JSON.stringify(measured, null, 1))
    console.error(`… the raw rounds are in ${file}`)
  }
  console.log([table(boundsOf(measured)), table(furtherOf(measured)), freePlan(measured.ledger)].join('\n\n'))
  if (one('write') !== undefined)
    await writeFile(readmeFile, withFigures(await readFile(readmeFile, 'utf8'), measured))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
