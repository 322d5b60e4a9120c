import { foldMessageUsage, messageUsage } from '../../usage/dialects/anthropic-usage.ts'
import { label } from '../../usage/count.ts'
import { listAt, valueAt } from '../../usage/json.ts'
import { thinkingFields } from '../memory.ts'
import type { AnswerContext } from './context.ts'
import { finishReason } from './finish-reason.ts'
import { refusalText } from './refusal.ts'
import { thinkingBlockOf } from './thinking.ts'
import { argumentsOf, type ToolCall, toolCallOf } from './tool-call.ts'
import { chatUsage, serviceTier } from './usage.ts'

/**
 * A whole message of Anthropic's as a `chat.completion`. Blocks that chat has no place for (hosted tools and their
 * results, citations) are left out. Never throws for any JSON.
 */
export function translateAnswer(message: unknown, context: AnswerContext): Record<string, unknown> {
  const stated = messageUsage(valueAt(message, 'usage'))
  const usage = stated && foldMessageUsage(undefined, stated)
  const told = chatUsage(usage)
  const blocks = listAt(message, 'content')
  const calls = blocks.map(toolCallOf).filter((call) => call !== null)
  const answer = calls.find(({ name }) => name === context.answerTool)
  const tools = calls.filter(({ name }) => name !== context.answerTool)
  const called = { tools: tools.length, legacyFunctions: context.legacyFunctions }
  const choice = {
    index: 0,
    message: {
      role: 'assistant',
      content: answer ? argumentsOf(answer.input) : contentOf(blocks, tools.length > 0),
      refusal: refusalText(message),
      ...thinkingOf(blocks),
      ...callsOf(tools, context.legacyFunctions),
    },
    logprobs: null,
    finish_reason: finishReason(valueAt(message, 'stop_reason'), called),
  }
  return {
    id: context.id,
    object: 'chat.completion',
    created: context.created,
    model: label(valueAt(message, 'model')) ?? context.model,
    ...serviceTier(usage),
    choices: [choice],
    ...(told ? { usage: told } : {}),
  }
}

/** The text of all blocks: one text that citations or tools may have cut. Null where calls stand in its place. */
function contentOf(blocks: readonly unknown[], hasCalls: boolean): string | null {
  const text = textsOf(blocks, 'text').join('')
  return text === '' && hasCalls ? null : text
}

function thinkingOf(blocks: readonly unknown[]): object {
  const text = textsOf(blocks, 'thinking').join('')
  const kept = blocks.map(thinkingBlockOf).filter((block) => block !== null)
  return {
    ...(text === '' ? {} : { [thinkingFields.text]: text }),
    ...(kept.length === 0 ? {} : { [thinkingFields.blocks]: kept }),
  }
}

/** The member of a block's text is named like the block. */
function textsOf(blocks: readonly unknown[], type: 'text' | 'thinking'): string[] {
  return blocks
    .filter((block) => valueAt(block, 'type') === type)
    .map((block) => valueAt(block, type))
    .filter((text) => typeof text === 'string')
}

function callsOf(calls: readonly ToolCall[], legacyFunctions: boolean): object {
  const [first] = calls
  if (!first) return {}
  // `function_call` holds one; the way up asks for no more.
  if (legacyFunctions) return { function_call: { name: first.name, arguments: argumentsOf(first.input) } }
  return {
    tool_calls: calls.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: argumentsOf(input) },
    })),
  }
}
