import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { baseUrlOf, describeBaseUrl } from '../base-url.ts'
import type { Done } from '../command.ts'
import type { Typed } from '../flags.ts'
import { isImported, keyNames, readKeys } from '../key-find.ts'
import { atPlace, type Stores } from '../place.ts'
import { writeWallets } from './config-wallets.ts'
import { readExport, type ExportFile } from './export-file.ts'
import { optionsOf } from './options.ts'
import { readRemembered, remember } from './memory.ts'
import { planImport, type Existing, type Step } from './plan.ts'
import { describeImport, importAsJson, type ImportReport } from './report.ts'
import type { Source, SourceInput } from './sources.ts'

export async function importKeys(typed: Typed): Promise<Done> {
  const [file, ...more] = typed.words
  if (file === undefined || more.length > 0)
    return { ok: false, message: 'one file at a time: npm run import -- --from litellm keys.csv' }
  const chosen = optionsOf(typed)
  if (!chosen.ok) return chosen
  const exported = readExport(await readFile(file, 'utf8'))
  const [teams, budgets] = await Promise.all(['teams', 'budgets'].map((flag) => tableOf(typed.one(flag))))
  const input = { ...chosen.options, exported, teams: teams ?? null, budgets: budgets ?? null }
  return atPlace(typed, (stores) => importAt(stores, typed, input, Date.now()))
}

async function tableOf(file: string | undefined): Promise<ExportFile | null> {
  return file === undefined ? null : readExport(await readFile(file, 'utf8'))
}

export interface ImportInput extends SourceInput {
  from: Source
  exported: ExportFile
}

/** Plans an import, carries it out unless it is a dry run, and says everything about it. */
export async function importAt(stores: Stores, typed: Typed, input: ImportInput, now: number): Promise<Done> {
  const source = input.from.read(input, now)
  const existing = await readExisting(stores)
  const repeating = { update: typed.one('update') !== undefined, again: typed.one('again') !== undefined }
  const plan = await planImport(input.exported.rows, source.draft, existing, repeating)
  plan.mistakes.unshift(...input.exported.mistakes, ...source.mistakes)
  const { wallets, notes } = source
  const report: ImportReport = { mappings: input.from.mappings, plan, wallets, notes }
  const dry = typed.one('dry-run') !== undefined
  const outcome = dry
    ? { ok: true as const, says: 'Nothing is written (--dry-run).' }
    : await carryOut(stores, typed, report, existing.remembered)
  if (!outcome.ok) return outcome
  const exitCode = plan.mistakes.length > 0 ? 1 : 0
  if (typed.one('json') !== undefined)
    return { ok: true, says: JSON.stringify({ ...importAsJson(report), written: !dry }, null, 2), exitCode }
  return { ok: true, says: `${describeImport(report)}\n\n${outcome.says}`, exitCode }
}

const writes: ReadonlySet<Step> = new Set(['new', 'again', 'changed'])

async function carryOut(
  { entries, place }: Stores,
  typed: Typed,
  { plan, wallets }: ImportReport,
  remembered: ReadonlySet<string>,
): Promise<{ ok: true; says: string } | { ok: false; message: string }> {
  const says: string[] = []
  // First: a key whose wallet is not there is refused.
  if (typed.one('config') !== undefined && wallets.length > 0) {
    const written = await writeWallets(entries, wallets)
    if (!written.ok) return written
    says.push(written.says)
  }
  const written = plan.keys.filter(({ step }) => writes.has(step))
  await entries.write(written.map(({ id, name, value }) => ({ id, name, value })))
  await remember(
    entries,
    remembered,
    plan.keys.map(({ key }) => key.digest),
  )
  says.push(`Written: ${written.length} entries. The clients keep their tokens; only their base URL changes.`)
  return { ok: true, says: `${says.join('\n')}\n\n${describeBaseUrl(await baseUrlOf(place))}` }
}

const keyId = z.object({ key_id: z.string() })

async function readExisting({ entries, ledger }: Stores): Promise<Existing> {
  const names = await keyNames(entries, '')
  const imported = await readKeys(entries, names.map(({ name }) => name).filter(isImported))
  const used = await ledger.read(keyId, 'SELECT key_id FROM keys')
  return {
    remembered: await readRemembered(entries),
    entries: new Map(imported.map(({ name, text }) => [name, text])),
    ids: new Set([
      ...names.map(({ name }) => name),
      ...imported.map(({ id }) => id),
      ...used.map(({ key_id }) => key_id),
    ]),
  }
}
