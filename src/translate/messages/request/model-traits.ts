/** What a family of models takes of a chat completion request. */
export interface ChatTraits {
  /** The levels of `reasoning_effort`, from the least to the most; none where the field is refused. */
  efforts: readonly Effort[]
  /** The level that must be said for it to call functions; null where any will do. */
  effortWithTools: Effort | null
  /** `temperature`, `top_p` and `stop`. */
  sampling: boolean
  /** `parallel_tool_calls`. */
  parallelChoice: boolean
  /** `role: system` in mid-conversation. */
  systemTurns: boolean
  /** `user` and `service_tier`. */
  account: boolean
  /** An answer has to stand between the results of tools and what a user says. */
  answersFirst: boolean
  /** The one length of its tool calls' identifiers, of letters and digits only; null where many will do. */
  callIdLength: number | null
  /** Fields of a call from an earlier answer that did not come from it. */
  foreignCall: Readonly<Record<string, unknown>> | null
}

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh'

const plain: ChatTraits = {
  efforts: [],
  effortWithTools: null,
  sampling: true,
  parallelChoice: true,
  systemTurns: false,
  account: false,
  answersFirst: false,
  callIdLength: null,
  foreignCall: null,
}
const threeEfforts = ['low', 'medium', 'high'] as const
const openai: ChatTraits = { ...plain, systemTurns: true, account: true }
const reasoning: ChatTraits = { ...openai, sampling: false }
const widely: ChatTraits = { ...reasoning, efforts: ['none', ...threeEfforts, 'xhigh'] }
const gemini: ChatTraits = { ...plain, parallelChoice: false, efforts: threeEfforts }

/**
 * Names without their places and what they take, first match wins; a name that nobody knows is taken for a model that
 * neither reasons nor minds.
 * - https://platform.openai.com/docs/guides/reasoning; effort beside functions since GPT-5.2:
 *   https://github.com/openai/openai-openapi/issues/541, https://github.com/BerriAI/litellm/pull/34569
 * - https://ai.google.dev/gemini-api/docs/openai, https://ai.google.dev/gemini-api/docs/thought-signatures
 * - Mistral's order of messages: https://github.com/aaif-goose/goose/issues/5998
 */
const families: readonly (readonly [names: RegExp, traits: ChatTraits])[] = [
  [/^gpt-oss/, { ...plain, efforts: threeEfforts }],
  [/^o1-(mini|preview)/, { ...reasoning, parallelChoice: false, systemTurns: false }],
  [/^o\d/, { ...reasoning, parallelChoice: false, efforts: threeEfforts }],
  [/^gpt-5[\d.]*-chat/, openai],
  [/^gpt-5(-|$)/, { ...reasoning, efforts: ['minimal', ...threeEfforts] }],
  [/^gpt-5\.1/, { ...reasoning, efforts: ['none', ...threeEfforts] }],
  [/^gpt-([6-9]|5\.)/, { ...widely, effortWithTools: 'none' }],
  [/^(chat)?gpt-/, openai],
  [/^gemini-2\.5-flash/, { ...gemini, efforts: ['none', ...threeEfforts] }],
  [/^gemini-2\.5/, gemini],
  [
    /^gemini-([3-9]|pro|flash)/,
    {
      ...gemini,
      foreignCall: { extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } },
    },
  ],
  [/^gemini-/, { ...gemini, efforts: [] }],
  [
    /^((open-)?mi[sx]tral|ministral|magistral|codestral|devstral|pixtral|voxtral)/,
    { ...plain, answersFirst: true, callIdLength: 9 },
  ],
  [/^sonar-(deep|reasoning)/, { ...plain, efforts: threeEfforts }],
]

/** What a model takes, by its name upstream; a prefix like `openai/` does not matter. */
export function chatTraitsOf(model: string): ChatTraits {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase()
  return families.find(([names]) => names.test(name))?.[1] ?? plain
}
