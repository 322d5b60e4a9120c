import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { installAgents } from './agents/install.ts'
import { run } from './run.ts'
import { type Results, tableOf, withTable } from './table.ts'
import { installedVersions } from './versions.ts'

/** `npm run conformance`: runs the suite, agents too, and writes what it proved into the README. */
installAgents()
const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
try {
  const status = run('test/conformance', { AGENTS: '1', CONFORMANCE_RESULTS: folder })
  if (status !== 0) throw new Error('the README stays as it is until the suite passes')
  const results: Results = {}
  for (const file of readdirSync(folder))
    Object.assign(results, JSON.parse(readFileSync(join(folder, file), 'utf8')))
  const readme = join(projectFolder, 'README.md')
  const table = tableOf(results, installedVersions())
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), table))
} finally {
  rmSync(folder, { recursive: true })
}
