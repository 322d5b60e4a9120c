import { chainOf } from './alias.ts'
import type { Door } from './door.ts'
import { findModel, type ModelRules } from './model.ts'
import { reachOpenai } from './reach.ts'

/** Leading parts of a name are places wherever the model goes, and a chat goes to most. */
const chat: Door = {
  name: 'openai',
  dialect: 'openai',
  provider: null,
  segments: ['chat', 'completions'],
  decoded: ['chat', 'completions'],
  endpoint: 'chat/completions',
}

/**
 * The names by which a provider can have been asked for what was asked of a neutral door, each once: an alias can have
 * several targets there. Empty where nothing of that name leads to it.
 */
export function upstreamModels(
  asked: string,
  provider: string,
  { aliases, ...rules }: Omit<ModelRules, 'random' | 'configProblem'>,
): string[] {
  const names = chainOf(asked, aliases)?.map(({ to }) => to) ?? [asked]
  const models = names.flatMap((name) => {
    const found = findModel(name, { ...rules, configProblem: null })
    if (!found.ok || found.value.provider.slug !== provider) return []
    const reached = reachOpenai(found.value, chat, null)
    return reached.ok ? [reached.value.model] : [found.value.model]
  })
  return [...new Set(models)]
}
