import { digestName } from '../../keys/token.ts'
import { quote } from '../../refusal/client-text.ts'
import { tableOf } from '../table.ts'
import { walletLines } from './config-wallets.ts'
import type { ImportedKey, ImportedWallet, Mapping } from './draft.ts'
import type { Mistake } from './export-file.ts'
import type { Plan, PlannedKey, Step } from './plan.ts'

/** What people should read before they believe an import. */
export interface ImportReport {
  mappings: readonly Mapping[]
  plan: Plan
  wallets: readonly ImportedWallet[]
  /** What holds of the whole export. */
  notes: readonly string[]
}

export function describeImport({ mappings, plan, wallets, notes }: ImportReport): string {
  const parts = [
    tableOf(
      ['there', 'here'],
      mappings.map(({ theirs, ours }) => [theirs, ours]),
    ),
    plan.keys.length === 0
      ? 'No key can be imported.'
      : tableOf(
          ['id', 'name', 'step', 'budget', 'entry in KV'],
          plan.keys.map((planned) => [
            planned.id,
            nameOf(planned),
            planned.step,
            budgetOf(planned),
            planned.name.slice(0, 19),
          ]),
        ),
    listed('Not carried over, by key:', plan.keys.filter(({ key }) => key.lost.length > 0).map(lossesOf)),
    listed(
      'Removed here since they were imported (deleted, or their holder has another token), and left so:',
      plan.keys.filter(({ step }) => step === 'gone').map(({ key }) => goneOf(key)),
    ),
    listed('Of the whole export:', notes),
    describeWallets(wallets),
    listed('Not imported, or only in part:', plan.mistakes.map(describeMistake)),
    counted(plan),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The same for scripts. */
export function importAsJson({ plan, wallets, notes }: ImportReport): object {
  return {
    keys: plan.keys.map(({ id, name, step, value, key }) => ({
      place: key.place,
      id,
      kv_name: name,
      step,
      entry: JSON.parse(value) as unknown,
      lost: key.lost,
    })),
    wallets: walletLines(wallets),
    notes,
    mistakes: plan.mistakes,
  }
}

function listed(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading, ...lines.map((line) => `  ${line}`)].join('\n')
}

function lossesOf({ id, key }: PlannedKey): string {
  return `${id} (${key.place}): ${key.lost.join('; ')}`
}

function goneOf({ place, alias, digest }: ImportedKey): string {
  return `${place}: ${alias === null ? 'a key without a name' : quote(alias)} (${digestName(digest).slice(0, 19)})`
}

function describeMistake({ place, message }: Mistake): string {
  return `${place}: ${quote(message)}`
}

function describeWallets(wallets: readonly ImportedWallet[]): string {
  if (wallets.length === 0) return ''
  const lines = JSON.stringify({ wallets: walletLines(wallets) }, null, 2)
  const lost = wallets.filter((wallet) => wallet.lost.length > 0)
  const losses = lost.map((wallet) => `  ${wallet.name}: ${wallet.lost.join('; ')}`)
  return [`Teams become wallets. In @config (written there with --config):`, lines, ...losses].join('\n')
}

function nameOf({ key }: PlannedKey): string | null {
  const { name } = key.fields
  return typeof name === 'string' ? name : null
}

function budgetOf({ value }: PlannedKey): string | null {
  const { budget, wallet, enabled } = JSON.parse(value) as {
    budget?: { usd: number; per: string }
    wallet?: string
    enabled?: boolean
  }
  const off = enabled === false ? 'disabled' : null
  if (budget) return [`${budget.usd}/${budget.per}`, off].filter(Boolean).join(', ')
  return wallet === undefined ? off : `wallet ${wallet}`
}

const steps: Readonly<Record<Step, string>> = {
  new: 'new',
  again: 'imported again',
  changed: 'changed',
  same: 'here already',
  kept: 'here already with other fields and left so (--update writes them anew)',
  gone: 'removed here since they were imported and left so (--again brings them back)',
}

function counted({ keys, mistakes }: Plan): string {
  const parts = (['new', 'again', 'changed', 'same', 'kept', 'gone'] as const).flatMap((step) => {
    const count = keys.filter((key) => key.step === step).length
    return count === 0 ? [] : [`${count} ${steps[step]}`]
  })
  if (mistakes.length > 0) parts.push(`${mistakes.length} lines to look at`)
  return parts.length === 0 ? 'The export has no key.' : `Keys: ${parts.join(', ')}.`
}
