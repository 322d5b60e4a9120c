import type { JsonObject } from '../body/objects.ts'
import type { Route } from '../route/route.ts'
import { answerFloor, type Reading } from './reading.ts'

/** What chat templates and tools' instructions add, unseen; providers document up to some hundred tokens. */
export const templateTokens = 256

/** What a reading begins with, beside the route and the body. */
export type Beginning = Partial<Pick<Reading, 'isForm' | 'files' | 'models' | 'callsToWrite' | 'missingIn'>>

/** A reading that has not begun. */
export function newReading(
  route: Route,
  body: JsonObject,
  { isForm = false, files = 0, models = [], callsToWrite = null, missingIn = () => 0 }: Beginning = {},
): Reading {
  return {
    route,
    body,
    models,
    isForm,
    files,
    missingIn,
    payload: 0,
    tokens: templateTokens,
    windowFor: null,
    moreWindows: 0,
    depth: 0,
    calls: 0,
    brought: 0,
    sharesLimit: false,
    callsToWrite,
    ceilingField: null,
    searches: 0,
    units: {},
    openUnits: {},
    floor: answerFloor,
    more: 0,
    thinks: false,
    output: null,
    job: false,
    unbounded: null,
    refused: null,
  }
}
