import type { JsonObject } from '../body/objects.ts'
import type { Route } from '../route/route.ts'
import { answerFloor, type Reading } from './reading.ts'

/** What chat templates and tools' instructions add, unseen; providers document up to some hundred tokens. */
export const templateTokens = 256

/** A reading that has not begun. */
export function newReading(
  route: Route,
  body: JsonObject,
  isForm: boolean,
  files: number,
  callsToWrite: number | null = null,
): Reading {
  return {
    route,
    body,
    isForm,
    files,
    payload: 0,
    tokens: templateTokens,
    windowFor: null,
    moreWindows: 0,
    depth: 0,
    calls: 0,
    brought: 0,
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
