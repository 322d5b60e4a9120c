import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { slicesOf, type Entries } from './entries.ts'
import { jsonSaid } from './json-said.ts'
import { isWithoutTables, writtenOut, type Ledger, type Statement } from './ledger.ts'
import type { WranglerAnswer } from './wrangler.ts'

export type Run = (args: readonly string[]) => Promise<WranglerAnswer>

const names = z.array(z.object({ name: z.string(), metadata: z.unknown().optional() }))
const named = z.object({ id: z.string() })
/** The API gives texts, wrangler's local mode gives objects. */
const values = z.record(
  z.string(),
  z.union([z.string(), z.null(), z.object({ value: z.string().nullable() }).transform(({ value }) => value)]),
)
const answers = z.array(z.object({ results: z.array(z.unknown()), success: z.boolean() }))

/** A bulk read: https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/methods/bulk_get/ */
const readAtOnce = 100
const writtenAtOnce = 5_000
/** One statement: https://developers.cloudflare.com/d1/platform/limits/ */
export const longestStatement = 90_000

/** The KV of the deployed Worker, through wrangler. Names and values go in files, never on a command line. */
export function remoteEntries(run: Run): Entries {
  const kv = (...args: string[]) => succeed(run, ['kv', ...args, '--binding', 'KEYS', '--remote'])
  return {
    async list(prefix) {
      const said = await kv('key', 'list', ...(prefix === '' ? [] : ['--prefix', prefix]))
      return names.parse(jsonSaid(said)).map(({ name, metadata }) => {
        const written = named.safeParse(metadata)
        return { name, id: written.success ? written.data.id : null }
      })
    },
    async read(wanted) {
      const found = new Map<string, string | null>()
      for (const slice of slicesOf(wanted, readAtOnce)) {
        const said = await withFile('names.json', JSON.stringify(slice), (file) => kv('bulk', 'get', file))
        const read = values.parse(jsonSaid(said))
        for (const name of slice) found.set(name, Object.hasOwn(read, name) ? (read[name] ?? null) : null)
      }
      return found
    },
    async write(entries) {
      for (const slice of slicesOf(entries, writtenAtOnce)) {
        const pairs = slice.map(({ name, value, id }) =>
          id === null ? { key: name, value } : { key: name, value, metadata: { id } },
        )
        await withFile('entries.json', JSON.stringify(pairs), (file) => kv('bulk', 'put', file))
      }
    },
    async remove(gone) {
      await withFile('names.json', JSON.stringify(gone), (file) => kv('bulk', 'delete', file, '--force'))
    },
  }
}

/** The D1 of the deployed Worker, through wrangler. What changes rows goes in one file of statements. */
export function remoteLedger(run: Run): Ledger {
  const execute = ['d1', 'execute', 'DB', '--remote', '--json', '--yes']
  return {
    async read(row, sql, ...parameters) {
      const command = writtenOut({ sql, parameters })
      const answer = await run([...execute, '--command', command])
      if (answer.status !== 0 && isWithoutTables(saidBy(answer))) return []
      const [given] = answers.parse(jsonSaid(expectSuccess(answer)))
      return (given?.results ?? []).map((result) => row.parse(result))
    },
    async change(statements) {
      await withFile('changes.sql', fileOf(statements), (file) => succeed(run, [...execute, '--file', file]))
    },
  }
}

function fileOf(statements: readonly Statement[]): string {
  const written = statements.map(writtenOut)
  if (written.some((sql) => sql.length > longestStatement))
    throw new RangeError('a statement is too long for D1')
  return written.map((sql) => `${sql};\n`).join('')
}

async function succeed(run: Run, args: readonly string[]): Promise<string> {
  return expectSuccess(await run(args))
}

function expectSuccess(answer: WranglerAnswer): string {
  if (answer.status === 0) return answer.stdout
  const said = saidBy(answer)
  const hint = /CLOUDFLARE_API_TOKEN|not logged in/i.test(said) ? ' Log in first: npx wrangler login' : ''
  throw new Error(`wrangler could not do it.${hint}\n${said}`)
}

function saidBy({ stdout, stderr }: WranglerAnswer): string {
  return `${stdout}${stderr}`.trim()
}

async function withFile<Result>(
  name: string,
  text: string,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-'))
  try {
    const file = join(folder, name)
    await writeFile(file, text, { mode: 0o600 })
    return await use(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
