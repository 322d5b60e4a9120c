import type { Carry } from './budget.ts'
import type { Drafted, ImportedWallet, Mapping } from './draft.ts'
import type { ExportFile, ExportRow, Mistake } from './export-file.ts'
import { readBudgets } from './litellm-budgets.ts'
import { readTeams } from './litellm-teams.ts'
import { draftLiteLlm, liteLlmMappings } from './litellm.ts'
import { draftOneApi, oneApiMappings } from './one-api.ts'

/** What the keys of an export are read with. */
export interface SourceInput {
  carry: Carry
  quotaPerUsd: number
  teams: ExportFile | null
  budgets: ExportFile | null
  /** Keys may lose the limits of a budget that is not in `budgets`. */
  withoutBudgets: boolean
}

/** A gateway that keys come from. */
export interface Source {
  mappings: readonly Mapping[]
  read(
    input: SourceInput,
    now: number,
  ): {
    draft: (row: ExportRow) => Promise<Drafted>
    wallets: readonly ImportedWallet[]
    mistakes: readonly Mistake[]
    notes: readonly string[]
  }
}

const oneApi: Source = {
  mappings: oneApiMappings,
  read: ({ quotaPerUsd }) => ({
    draft: (row) => draftOneApi(row, quotaPerUsd),
    wallets: [],
    mistakes: [],
    notes: [
      `${quotaPerUsd} of quota are taken as 1 USD.`,
      'A token there also ends with the quota of its user, which stands in another table: not carried.',
      'Tokens with a channel behind them (sk-…-12) are other tokens here: not carried.',
    ],
  }),
}

const liteLlm: Source = {
  mappings: liteLlmMappings,
  read: ({ carry, teams, budgets, withoutBudgets }, now) => {
    const read = readTeams(teams ?? { rows: [], mistakes: [] }, carry, now)
    const readBudget = readBudgets(budgets ?? { rows: [], mistakes: [] })
    const tables = { teams: read.teams, budgets: readBudget.budgets, withoutBudgets }
    return {
      draft: (row) => draftLiteLlm(row, tables, carry, now),
      wallets: read.wallets,
      mistakes: [...read.mistakes, ...readBudget.mistakes],
      notes: [
        'Models are named as there: a name that is no provider’s own needs an alias in @config.models.',
        'Budgets of users, organizations, projects, tags and members of teams stand in other tables: not carried.',
        'Windows turn at 00:00 UTC here, whatever timezone was set there.',
      ],
    }
  },
}

export const sources = { litellm: liteLlm, 'one-api': oneApi, 'new-api': oneApi } as const satisfies Record<
  string,
  Source
>
export const sourceNames = Object.keys(sources)

export function isSource(name: string): name is keyof typeof sources {
  return Object.hasOwn(sources, name)
}
