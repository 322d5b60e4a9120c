import type { JsonObject } from '../body/objects.ts'
import type { Change } from '../body/splice.ts'
import type { Route } from '../route/route.ts'
import { refuse, type Refused } from '../refusal/refusal.ts'
import type { OutputBound, Unbounded } from './bound.ts'
import { mayThinkUnseen } from './unseen-thought.ts'

/** The reading of one body: what is known beforehand, and what the readers of its parts add up. */
export interface Reading {
  readonly route: Route
  readonly body: JsonObject
  /** Every model that it can reach, as far as the request tells. */
  readonly models: readonly string[]
  /** The values are texts of a form. */
  readonly isForm: boolean
  /** Files that the form brings. */
  readonly files: number
  /** How many letters a text in the body has more than the value shows: large payloads are left out of it. */
  readonly missingIn: (text: string) => number
  /** Bytes of text in the body that are no text: payloads of media. */
  payload: number
  /** Tokens that are not in the text: of media, and of what providers add unseen. */
  tokens: number
  /** The first member that stands for more than its bytes. */
  windowFor: string | null
  /** Windows beyond the one for `windowFor`, where each input has its own. */
  moreWindows: number
  /** How deep in parts of parts it is. */
  depth: number
  /** Calls of hosted tools at most. */
  calls: number
  /** Tokens that each of them brings at most; null: nobody says. */
  brought: number | null
  /** The output limit is for the turns that those calls make all together. */
  sharesLimit: boolean
  /** How many calls a ceiling may allow that is written because the client set none; null: none is written. */
  readonly callsToWrite: number | null
  /** The member in which that ceiling is written; null: in none. */
  ceilingField: string | null
  searches: number
  units: Record<string, number>
  openUnits: Record<string, string>
  floor: number
  more: number
  thinks: boolean
  output: OutputBound | null
  job: boolean
  unbounded: Unbounded | null
  refused: Refused | null
}

/** Agents do not get through a turn with less; answers are of no use with less. */
const agentFloor = 8192
export const answerFloor = 1024

/** Notes that `field` stands for input of unknown size: the model's whole window. */
export function takeWindow(reading: Reading, field: string): void {
  reading.windowFor ??= field
}

export function takeUnbounded(reading: Reading, field: string, why: string): void {
  reading.unbounded ??= { field, why }
}

/** More than any API has parts in parts; a body can be nested so deep that reading it would overflow the stack. */
const deepest = 16

/** Reads parts that stand in a part. */
export function readNested(reading: Reading, field: string, read: () => void): void {
  if (reading.depth >= deepest) return takeUnbounded(reading, field, 'it is nested too deep')
  reading.depth++
  read()
  reading.depth--
}

/** Notes that the request is an agent's turn: it has tools, or was told to think. */
export function takeAgent(reading: Reading): void {
  reading.floor = Math.max(reading.floor, agentFloor)
}

/** Notes an explicit budget for thinking, of which an answer must still be left. */
export function takeThinkingBudget(reading: Reading, tokens: number): void {
  reading.thinks ||= tokens !== 0
  if (tokens > 0) reading.floor = Math.max(reading.floor, tokens + answerFloor)
  else if (tokens < 0) takeAgent(reading)
}

export function refuseField(reading: Reading, field: string, expected: string): void {
  reading.refused ??= refuse('bad_request', `The field \`${field}\` must be ${expected}.`, { param: field })
}

/** A whole number from 1 on, or null where none is given. Refuses anything else: upstreams read it differently. */
export function countAt(reading: Reading, of: JsonObject, name: string, field = name): number | null {
  const given = of[name]
  if (given === undefined || given === null) return null
  const value = reading.isForm && typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
  refuseField(reading, field, 'a whole number from 1 on')
  return null
}

/** Where a limit of the output stands. */
export interface LimitPlace {
  path: Change['path']
  /** As the body has it; null where it has none. */
  asked: number | null
  /** Nobody says whether it is held to there: it must stand in another place too. */
  unsure?: true
}

/** Notes the output: `places` are those that the provider holds itself to, the one to add first. */
export function takeOutput(
  reading: Reading,
  places: readonly LimitPlace[],
  times: number,
  most: number | null = null,
): void {
  const sent = places.filter(({ asked }) => asked !== null)
  const asked = sent.length === 0 ? null : Math.max(...sent.map((place) => place.asked ?? 0))
  const sure = places.filter(({ unsure }) => unsure !== true)
  const isUnsure = sent.length > 0 && sent.every(({ unsure }) => unsure === true)
  const written = sent.length === 0 ? sure.slice(0, 1) : isUnsure ? [...sure.slice(0, 1), ...sent] : sent
  reading.output = {
    fields: written.map(({ path }) => path),
    asked,
    ...(isUnsure && { unsure: true as const }),
    most,
    times: reading.sharesLimit ? times : times * (reading.calls + 1),
    more: reading.more,
    floor: Math.min(reading.floor, asked ?? reading.floor),
    // What was predicted wrongly is not shown either.
    hidden: reading.thinks || reading.more > 0 || mayThinkUnseen(reading.models),
  }
}

/** The limits at the top of the body. */
export function limitsAt(reading: Reading, names: readonly string[]): LimitPlace[] {
  return names.map((name) => ({ path: [name], asked: countAt(reading, reading.body, name) }))
}

/** A value as a list: itself if it is one, nothing if it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A value as a text; an empty one if it is none. (`String` throws for `{"toString":1,"valueOf":1}`.) */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A value as an object; an empty one if it is none. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}
