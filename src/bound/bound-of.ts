import type { JsonBody } from '../body/json.ts'
import type { JsonObject } from '../body/objects.ts'
import type { FormBody } from '../body/form.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { modelsNamed } from '../route/named-models.ts'
import type { Route } from '../route/route.ts'
import { type Bound, type Bounded, inputWith, nothing } from './bound.ts'
import { contentOf } from './form-text.ts'
import { isFree } from './free.ts'
import { spellingOf } from './members.ts'
import { mostOutputOf } from './most-output.ts'
import { capped } from './nano.ts'
import { readers } from './readers.ts'
import { newReading } from './new-reading.ts'
import { objectOf, type Reading, textIn } from './reading.ts'
import { tiersOf } from './tiers.ts'
import { textBytes } from './text-bytes.ts'

/** What a bound is worked out from. */
export interface Asked {
  route: Route
  /** In capitals. */
  method: string
  headers: Headers
  /** The body, where it was read (`bodyForBound`). */
  json: JsonBody | null
  form?: FormBody
  /** The output limit in the body is not the client's. */
  limitIsOurs?: boolean
  /** How many calls of hosted tools may be allowed where the client set no ceiling; null or absent: none is written. */
  callsToWrite?: number | null
}

const free: Bound = { ...nothing, free: true }

/**
 * The most that one request can consume. Refused are only limits of a wrong type; what has no bound is said so, beside
 * what is known of it all the same.
 */
export function boundOf(asked: Asked): Result<Bounded> {
  const { route, method, json } = asked
  const { endpoint, charge } = route
  if (charge)
    return accept(charge.nanoUsd === 0 ? whole(free) : whole({ ...nothing, charge: charge.nanoUsd }))
  if (isFree(route, method)) return accept(whole(free))
  if (endpoint === null) return accept(open('path', 'nobody knows what a request to it costs'))
  const models = modelsOf(route, json)
  const { bound: rule } = endpoint
  // What is free has been let through.
  if (rule === undefined || rule === 'free')
    return accept(open('path', 'what it costs is not in its answer, or nothing limits it', models))
  if (typeof rule === 'object') {
    const { unit, most } = rule
    return accept(whole({ ...nothing, models, units: { [unit]: most } }))
  }
  if (json === null) return accept(open('body', 'only a JSON object can be read for what it costs', models))
  const misspelled = misspelledIn(json)
  if (misspelled) return misspelled
  const form = asked.form && contentOf(asked.form, asked.headers)
  const { files = 0 } = form ?? {}
  const { callsToWrite = null } = asked
  const { elision } = json
  const reading = newReading(route, json.value, {
    isForm: form !== undefined,
    files,
    models,
    callsToWrite,
    ...(elision && { missingIn: elision.missingIn }),
  })
  readers[rule](reading)
  if (reading.refused) return reading.refused
  const text = form?.textBytes ?? textBytes(json.text) + (elision?.missingIn(json.text) ?? 0)
  return accept({ bound: boundFrom(reading, text, asked.headers, models), unbounded: reading.unbounded })
}

function misspelledIn({ value }: JsonBody): Refused | null {
  for (const name of Object.keys(value)) {
    const spelling = spellingOf(name)
    if (spelling !== null)
      return refuse('bad_request', `The field \`${quote(name)}\` must be spelled \`${spelling}\`.`, {
        param: quote(name),
      })
  }
  return null
}

function boundFrom(reading: Reading, text: number, headers: Headers, models: readonly string[]): Bound {
  const { calls, windowFor, moreWindows, output, ceilingField: field } = reading
  const turns = capped(calls + 1)
  const named = windowFor === null ? 0 : 1 + moreWindows
  const brought = calls > 0 ? reading.brought : null
  const own = text - reading.payload + reading.tokens
  return {
    ...nothing,
    models,
    inputTokens: inputWith(own, calls, brought),
    windows: brought === null ? Math.max(calls > 0 ? turns : 0, named) : capped(named * turns),
    windowFor: windowFor ?? (calls > 0 && brought === null ? 'tools' : null),
    brought,
    ceiling: field === null ? null : { field, calls },
    leastWindow: windowOf(headers, reading.body),
    searches: capped(reading.searches),
    turns,
    units: Object.fromEntries(Object.entries(reading.units).map(([unit, most]) => [unit, capped(most)])),
    openUnits: reading.openUnits,
    tiers: tiersOf(reading, headers),
    mostOutput: mostOutputOf(models),
    output: output && { ...output, times: capped(output.times), floor: capped(output.floor) },
    job: reading.job,
  }
}

/** https://docs.anthropic.com/en/docs/build-with-claude/context-windows#1m-token-context-window */
function windowOf(headers: Headers, body: JsonObject): number {
  // Where a cloud's headers are its own, they stand in the body.
  const more = objectOf(body['additionalModelRequestFields'])
  const betas = [headers.get('anthropic-beta'), body['anthropic_beta'], more['anthropic_beta']]
  return betas.flat().some((beta) => textIn(beta).includes('context-1m')) ? 1_000_000 : 0
}

function modelsOf({ model, upstreamModel, modelInPath }: Route, json: JsonBody | null): string[] {
  // Where the path names a model, upstream ignores the one at the top of the body.
  const { model: own, ...rest } = json?.value ?? {}
  const named = modelsNamed(modelInPath ? rest : { model: own, ...rest })
  const asked = upstreamModel ?? model
  const others = upstreamModel === null ? named : named.filter((name) => name !== model)
  return [...new Set(asked === null ? others : [asked, ...others])]
}

function whole(bound: Bound): Bounded {
  return { bound, unbounded: null }
}

function open(field: string, why: string, models: readonly string[] = []): Bounded {
  return { bound: { ...nothing, models }, unbounded: { field, why } }
}
