/** What a family of Claude models takes of the Messages API. */
export interface ModelTraits {
  /** `budget`: `thinking.budget_tokens`. `adaptive`: `output_config.effort` says how much. */
  thinking: 'none' | 'budget' | 'adaptive'
  /** How an adaptive model is kept from thinking; null where it always thinks. */
  unthinking: 'disabled' | 'between_tools' | null
  /** Whether `xhigh` is a level of effort. */
  xhigh: boolean
  /** `temperature`, `top_p`, `top_k`. */
  sampling: boolean
  /** `output_config.format`, and `strict` on tools. */
  structured: boolean
  /** `tool_choice` of `any` and `tool`. */
  forcedTools: boolean
  /** `role: system` inside `messages`. */
  systemTurns: boolean
  /** The tokens that an answer can have at most. */
  mostTokens: number
}

const first: ModelTraits = {
  thinking: 'none',
  unthinking: null,
  xhigh: false,
  sampling: true,
  structured: false,
  forcedTools: true,
  systemTurns: false,
  mostTokens: 4_096,
}
const budget: ModelTraits = { ...first, thinking: 'budget', mostTokens: 64_000 }
const structured: ModelTraits = { ...budget, structured: true }
const adaptive: ModelTraits = {
  ...structured,
  thinking: 'adaptive',
  unthinking: 'disabled',
  mostTokens: 128_000,
}
const unsampled: ModelTraits = { ...adaptive, sampling: false, xhigh: true }
const current: ModelTraits = { ...unsampled, systemTurns: true }
const alwaysThinking: ModelTraits = { ...current, unthinking: null }
const unforced: ModelTraits = { ...alwaysThinking, forcedTools: false }

/**
 * Names and what they take: the first whose words are in the model's name, so that dates and clouds' prefixes do not
 * matter. Longer names stand before the shorter ones that are in them. From Anthropic's pages on models, thinking,
 * effort, structured outputs and mid-conversation system messages, and the rules of `@ai-sdk/anthropic`.
 */
const families: readonly (readonly [name: string, traits: ModelTraits])[] = [
  ['sonnet-5-5', { ...unforced, unthinking: 'between_tools' }],
  ['opus-5-5', unforced],
  ['haiku-5-5', current],
  ['fable-5-1', unforced],
  ['fable-5-2', unforced],
  ['mythos-5-1', unforced],
  ['mythos-5-2', unforced],
  ['fable-5', alwaysThinking],
  ['mythos-5', alwaysThinking],
  ['mythos-preview', { ...unforced, xhigh: false, systemTurns: false }],
  ['opus-5', current],
  ['sonnet-5', unsampled],
  ['opus-4-8', current],
  ['opus-4-7', unsampled],
  ['opus-4-6', adaptive],
  ['sonnet-4-6', adaptive],
  ['opus-4-5', structured],
  ['sonnet-4-5', structured],
  ['haiku-4-5', structured],
  ['opus-4-1', { ...structured, mostTokens: 32_000 }],
  ['opus-4', { ...budget, mostTokens: 32_000 }],
  ['sonnet-4', budget],
  ['3-7-sonnet', budget],
  ['3-5', { ...first, mostTokens: 8_192 }],
  ['claude-3', first],
  ['claude-2', first],
  ['claude-instant', first],
]

/** What a model takes; one that nobody knows is taken for the newest. */
export function traitsOf(model: string): ModelTraits {
  const name = model.toLowerCase().replaceAll('.', '-')
  return families.find(([words]) => name.includes(words))?.[1] ?? current
}
