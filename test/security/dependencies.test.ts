import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Locked {
  /** Of a package under an alias. */
  name?: string
  version?: string
  integrity?: string
  link?: boolean
  dev?: boolean
  devOptional?: boolean
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
}

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}

const root = join(import.meta.dirname, '../..')

async function read<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(join(root, file), 'utf8')) as Content
}

async function lockedPackages(): Promise<[name: string, Locked][]> {
  const { packages } = await read<{ packages: Record<string, Locked> }>('package-lock.json')
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => [
      locked.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      locked,
    ])
}

test('what runs in the Worker is five packages, which bring no others and run nothing when they are installed', async () => {
  const { dependencies } = await read<Manifest>('package.json')
  const installed = (await lockedPackages()).filter(
    ([, { dev, devOptional }]) => dev !== true && devOptional !== true,
  )
  expect(Object.keys(dependencies).sort()).toEqual([
    'fastest-levenshtein',
    'hono',
    'ipaddr.js',
    'uuid',
    'zod',
  ])
  expect(
    installed.map(([name, { dependencies: more = {}, hasInstallScript = false }]) => [
      name,
      more,
      hasInstallScript,
    ]),
  ).toEqual(
    Object.keys(dependencies)
      .sort()
      .map((name) => [name, {}, false]),
  )
})

test('every package is one version, by its digest', async () => {
  const { dependencies, devDependencies } = await read<Manifest>('package.json')
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:@?[\w/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  expect(loose).toEqual([])
  const locked = await lockedPackages()
  expect(locked.length).toBeGreaterThan(100)
  expect(
    locked.filter(([, { integrity, link }]) => link !== true && integrity?.startsWith('sha512-') !== true),
  ).toEqual([])
})

test('what may run when it is installed is said', async () => {
  const { allowScripts } = await read<Manifest>('package.json')
  const scripted = new Set(
    (await lockedPackages()).filter(([, one]) => one.hasInstallScript).map(([name]) => name),
  )
  expect([...scripted].filter((name) => allowScripts[name] === undefined)).toEqual([])
})
