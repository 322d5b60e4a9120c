import { builtInConfig, parseConfig } from './config.ts'
import type { Config } from './config.ts'

/** The names in KV of the configuration and of its last valid copy. */
export const configName = '@config'
export const goodConfigName = '@config.good'

/** The configuration as this isolate last saw it. */
export interface ConfigInForce {
  /** The texts that were read, to parse each only once. */
  text: string | null
  goodText: string | null
  config: Config
  /** What is wrong with `@config`, for doctor and log. */
  mistake: string | null
  /** The same, but only while no valid copy stands in: what only an alias could decide cannot be decided then. */
  problem: string | null
  /** The last text that this isolate copied, and the last one whose mistake it logged. */
  copied: string | null
  warned: string | null
}

/**
 * Which configuration holds after a read: a valid `@config`, else its last valid copy, else the
 * built-in rules. No `@config` at all is no mistake.
 */
export function decideConfig(
  before: ConfigInForce,
  values: ReadonlyMap<string, string | null>,
  providers: ReadonlySet<string>,
): ConfigInForce {
  const text = values.get(configName) ?? null
  const goodText = values.get(goodConfigName) ?? null
  if (text === before.text && goodText === before.goodText) return before
  // What was parsed stays, and all that is made of it: only the copy has come after it.
  if (text === before.text && before.mistake === null) return { ...before, goodText }
  const read = { ...before, text, goodText, mistake: null, problem: null }
  if (text === null) return { ...read, config: builtInConfig }
  const parsed = parseConfig(text, providers)
  if (parsed.ok) return { ...read, config: parsed.config }
  const good = goodText === null ? null : parseConfig(goodText, providers)
  if (good?.ok === true) return { ...read, config: good.config, mistake: parsed.message }
  return { ...read, config: builtInConfig, mistake: parsed.message, problem: parsed.message }
}

/** The text to copy to `@config.good`: a valid one that differs from the copy and was not copied a moment ago. */
export function textToCopy(state: ConfigInForce): string | null {
  const { text, goodText, mistake, copied } = state
  return text !== null && mistake === null && text !== goodText && text !== copied ? text : null
}

/** The line for the log about a mistake that it does not have yet. It quotes no value. */
export function warningOf(state: ConfigInForce): string | null {
  const { text, mistake, warned } = state
  return mistake === null || text === warned ? null : `${configName} is not valid: ${mistake}`
}
