import { membersOf } from '../../../upstream/json-members.ts'

/** What a chat message, or a delta of one, says in words. Empty where it says nothing. */
export interface Said {
  thinking: string
  text: string
  refusal: string
}

/** The names that vendors gave to the text of thoughts; some servers send it by both. */
const thinkingNames = ['reasoning_content', 'reasoning'] as const

/** Reads `content` as a text or as a list of parts, thoughts among them: https://docs.mistral.ai/capabilities/reasoning */
export function saidIn(message: unknown): Said {
  const members = membersOf(message) ?? {}
  const { content } = members
  const beside = thinkingNames.map((name) => textOf(members[name])).find((text) => text !== '')
  const parts = Array.isArray(content) ? content : []
  return {
    thinking: beside ?? parts.map(thinkingOf).join(''),
    text: textOf(content) + parts.map(wordsOf).join(''),
    refusal: textOf(members['refusal']) + parts.map((part) => textOf(membersOf(part)?.['refusal'])).join(''),
  }
}

function thinkingOf(part: unknown): string {
  const thinking = membersOf(part)?.['thinking']
  return Array.isArray(thinking) ? thinking.map(wordsOf).join('') : textOf(thinking)
}

function wordsOf(part: unknown): string {
  return textOf(membersOf(part)?.['text'])
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
