import type { JsonObject } from '../body/objects.ts'
import { countAt, listOf, objectOf, type Reading, takeAgent, takeUnbounded } from './reading.ts'

/** Tokens of instructions that come with tools unseen, and with each that the vendor itself describes. */
const toolTokens = 1024

/** How the tools of an API tell who runs them. */
export interface ToolRules {
  /** Run by the client, and described in the body. */
  plain: (tool: JsonObject) => boolean
  /** Run by the client, and described by the vendor. */
  described?: RegExp
  /**
   * Run by the provider, with a ceiling of calls and a known price: a search's or none. `brings` are the tokens that a
   * call adds to the input at most, where that is known.
   */
  hosted?: readonly { type: RegExp; charged: boolean; brings?: number }[]
  /** The output limit is for all turns together. */
  oneLimit?: true
  /** The member of the tool, or of the body, that is the ceiling of its calls. */
  ceiling?: { of: 'tool' | 'body'; name: string }
}

function ceilingOf(reading: Reading, tool: JsonObject, { ceiling }: ToolRules): number | null {
  if (!ceiling) return null
  if (ceiling.of === 'tool') return countAt(reading, tool, ceiling.name)
  const given = countAt(reading, reading.body, ceiling.name)
  if (given === null && reading.callsToWrite !== null) reading.ceilingField = ceiling.name
  return given ?? reading.callsToWrite
}

/** Notes the tools of a request: those that the provider runs cost a turn each call, and often a fee. */
export function takeTools(reading: Reading, tools: unknown, rules: ToolRules, field = 'tools'): void {
  const list = listOf(tools)
  if (list.length === 0) {
    if (typeof tools === 'object' && tools !== null && !Array.isArray(tools))
      takeUnbounded(reading, field, 'only a list of tools can be read')
    return
  }
  takeAgent(reading)
  reading.tokens += toolTokens
  let shared = 0
  for (const item of list) {
    const tool = objectOf(item)
    if (rules.plain(tool)) continue
    const type = typeof tool['type'] === 'string' ? tool['type'] : ''
    if (rules.described?.test(type)) {
      reading.tokens += toolTokens
      continue
    }
    const hosted = rules.hosted?.find((candidate) => candidate.type.test(type))
    const ceiling = hosted ? ceilingOf(reading, tool, rules) : null
    if (!hosted || ceiling === null) {
      takeUnbounded(reading, field, whyHosted(type, hosted !== undefined, rules))
      continue
    }
    // One ceiling for the whole body is for all of its tools together.
    const calls = rules.ceiling?.of === 'body' ? Math.max(0, ceiling - shared) : ceiling
    shared += calls
    reading.calls += calls
    reading.sharesLimit = rules.oneLimit === true
    reading.brought =
      hosted.brings === undefined || reading.brought === null
        ? null
        : Math.max(reading.brought, hosted.brings)
    if (hosted.charged) reading.searches += calls
  }
}

function whyHosted(type: string, known: boolean, { ceiling }: ToolRules): string {
  const tool = /^[\w:.-]{1,60}$/.test(type) ? `the tool \`${type}\`` : 'one of its tools'
  if (known && ceiling) return `${tool} runs at the provider without a ceiling: give it \`${ceiling.name}\``
  return `${tool} runs at the provider, and nobody says how often or at what price`
}
