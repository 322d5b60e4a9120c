import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readTracked } from '../../../src/cli/deploy/configuration.ts'
import { readSettings } from '../../../src/settings.ts'

const example = readFileSync('.dev.vars.example', 'utf8')
const asked = example.split('\n').flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? [])
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  cloudflare: { bindings: Record<string, { description: string }> }
}

test('the Deploy to Cloudflare button asks for what a Tollgate cannot do without, and fills nothing in', () => {
  expect(asked).toEqual(['ACCOUNT_ID', 'CF_AIG_TOKEN'])
  expect(example).not.toMatch(/^[A-Z_]+=./m)
  const bound = { KEYS: {}, DB: {}, METER: {}, ...Object.fromEntries(asked.map((name) => [name, 'x'])) }
  const { missing, problems } = readSettings(bound)
  expect([missing, problems]).toEqual([[], []])
})

test('whatever the button shows is described', async () => {
  const { kv_namespaces, d1_databases, assets, ...rest } = await readTracked('.')
  const bound = [...kv_namespaces, ...d1_databases].map(({ binding }) => binding)
  expect(Object.keys(rest)).toEqual(expect.arrayContaining(['durable_objects', 'ratelimits']))
  const names = [...asked, ...bound, 'METER', 'GUESSES', String(assets?.['binding'])]
  expect(Object.keys(manifest.cloudflare.bindings)).toEqual(names)
}, 60_000)
