import { takeExtraBody } from './extra-body.ts'
import { takeDocument, takeFile, takeImageAddress, takeParts, type Parts, plain } from './media.ts'
import {
  countAt,
  type LimitPlace,
  limitsAt,
  listOf,
  objectOf,
  type Reading,
  takeAgent,
  takeOutput,
  takeThinkingBudget,
  takeWindow,
} from './reading.ts'
import { bytesOf } from './text-bytes.ts'
import { takeCompound, takeHiring } from './hiring.ts'
import { takeTools, type ToolRules } from './tools.ts'

/** https://platform.openai.com/docs/api-reference/chat/create, and what its look-alikes add. */
const parts: Parts = {
  text: plain,
  input_text: plain,
  output_text: plain,
  refusal: plain,
  thinking: plain,
  reasoning: plain,
  reasoning_text: plain,
  image_url: (reading, { image_url: image }) =>
    takeImageAddress(
      reading,
      typeof image === 'string' ? image : objectOf(image)['url'],
      'messages.image_url',
    ),
  input_audio: (reading, { input_audio: audio }) =>
    takeFile(reading, objectOf(audio)['data'], 'messages.input_audio'),
  file: (reading, { file }) => takeDocument(reading, objectOf(file)['file_data'], 'messages.file'),
}

export const chatTools: ToolRules = {
  plain: ({ type }) => type === 'function' || type === 'custom',
}

/** Where a chat's limit stands: as the provider's row says; else perhaps in the newer field too, as with vLLM. */
function chatLimits(reading: Reading): LimitPlace[] {
  const { outputLimits } = reading.route.provider
  if (outputLimits) return limitsAt(reading, outputLimits)
  const [older, newer] = limitsAt(reading, ['max_tokens', 'max_completion_tokens'])
  return [...(older ? [older] : []), ...(newer ? [{ ...newer, unsure: true } as const] : [])]
}

/** A request of OpenAI's chat API, or of one like it. */
export function readChat(reading: Reading): void {
  takeHiring(reading, takeCompound(reading))
  takeMessages(reading)
  takeTools(reading, reading.body['tools'], chatTools)
  if (listOf(reading.body['functions']).length > 0) takeAgent(reading)
  takeReasoning(reading)
  takeExtraBody(reading)
  // Nothing says that a limit in tokens holds for images: then it is what the model can.
  const draws =
    listOf(reading.body['modalities']).includes('image') ||
    reading.models.some((model) => /-image(-|:|$)/.test(model))
  takeOutput(reading, draws ? [] : chatLimits(reading), copiesOf(reading))
}

/** How many answers are worked out. All but the best of `best_of` are paid for, and never shown. */
function copiesOf(reading: Reading): number {
  const best = countAt(reading, reading.body, 'best_of') ?? 1
  if (best > 1) reading.thinks = true
  return (countAt(reading, reading.body, 'n') ?? 1) * best
}

/** Notes what stands in a chat's messages, and what of them is only named. */
export function takeMessages(reading: Reading): void {
  const { body } = reading
  for (const item of listOf(body['messages'])) {
    const message = objectOf(item)
    takeParts(reading, message['content'], parts, 'messages.content')
    // An earlier answer's sound, by its id.
    if (typeof message['audio'] === 'object' && message['audio'] !== null)
      takeWindow(reading, 'messages.audio')
  }
  // What of it was wrong is paid for beside the answer.
  if (body['prediction']) reading.more = bytesOf(body['prediction'], reading.missingIn)
}

/** Tokens of a vendor's own instructions to think. */
const promptTokens = 1024

/** Members that a chat states its wish to think in, by vendor. */
export function takeReasoning(reading: Reading): void {
  const { body } = reading
  const reasoning = objectOf(body['reasoning'])
  const effort = body['reasoning_effort'] ?? reasoning['effort'] ?? objectOf(body['output_config'])['effort']
  if (typeof effort === 'string' && effort !== 'none') takeAgent(reading)
  // It puts instructions in front: https://docs.mistral.ai/capabilities/reasoning
  if (typeof body['prompt_mode'] === 'string') {
    takeAgent(reading)
    reading.tokens += promptTokens
  }
  const budget = countAt(reading, reasoning, 'max_tokens', 'reasoning.max_tokens')
  if (budget !== null) takeThinkingBudget(reading, budget)
  takeThinking(reading)
}

/** `thinking` as Anthropic has it, and those who took it over. https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking */
export function takeThinking(reading: Reading, thinking = objectOf(reading.body['thinking'])): void {
  const type = thinking['type']
  if (type === undefined || type === 'disabled') return
  const name = Object.hasOwn(thinking, 'token_budget') ? 'token_budget' : 'budget_tokens'
  const budget = countAt(reading, thinking, name, `thinking.${name}`)
  takeThinkingBudget(reading, budget ?? -1)
}

/** A request of OpenAI's older API, or a filling-in: prompts, each of them answered. */
export function readCompletions(reading: Reading): void {
  takeHiring(reading, takeCompound(reading))
  const prompts = listOf(reading.body['prompt'])
  const several = prompts.some((prompt) => typeof prompt === 'string' || Array.isArray(prompt))
  takeReasoning(reading)
  const copies = copiesOf(reading)
  // `echo` is of the prompt, which some count again.
  if (reading.body['echo'] === true) reading.more = bytesOf(reading.body['prompt'], reading.missingIn)
  takeOutput(reading, limitsAt(reading, ['max_tokens']), copies * (several ? prompts.length : 1))
}
