import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { agents } from './clients.ts'
import type { Versions } from './table.ts'

/** The versions of the lock file, by the name a package is installed under, and the agents'. */
export function installedVersions(): Versions {
  const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { version?: string }>>
  }
  const locked = Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
    return name === undefined || version === undefined ? [] : [[name, version] as const]
  })
  return { ...Object.fromEntries(locked), ...agents }
}
