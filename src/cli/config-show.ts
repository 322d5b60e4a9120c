import { configName, type ConfigInForce, goodConfigName } from '../keys/config-in-force.ts'
import type { Done } from './command.ts'
import { contentsOf } from './config-put.ts'
import type { Flags, Typed } from './flags.ts'
import { harmless } from './key-show.ts'
import { configAt } from './key-wallet.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'

export const showConfigFlags: Flags = { json: { says: 'for scripts' }, ...placeFlags }

/** Shows the configuration that is in force, and says why where that is not the entry that people edit. */
export async function showConfig(typed: Typed): Promise<Done> {
  return atPlace(typed, (stores) => showConfigAt(stores, typed))
}

export async function showConfigAt({ entries }: Stores, typed: Typed): Promise<Done> {
  const state = await configAt(entries)
  const { name, text } = inForce(state)
  const exitCode = state.mistake === null ? 0 : 1
  if (typed.one('json') !== undefined) {
    const { mistake } = state
    return { ok: true, says: JSON.stringify({ in_force: name, mistake, text }, null, 2), exitCode }
  }
  const mistake = state.mistake === null ? [] : [`${configName} is not valid: ${state.mistake}.`]
  const says = [...mistake, `In force: ${name ?? 'the built-in rules'} (${contentsOf(state.config)}).`]
  return {
    ok: true,
    says: `${says.join('\n')}${text === null ? '' : `\n\n${harmless(text.trim())}`}`,
    exitCode,
  }
}

/** The entry that holds, and its text; both null for the built-in rules. */
function inForce({ text, goodText, mistake, problem }: ConfigInForce): {
  name: string | null
  text: string | null
} {
  if (text === null || problem !== null) return { name: null, text: null }
  return mistake === null ? { name: configName, text } : { name: goodConfigName, text: goodText }
}
