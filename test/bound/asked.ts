import type { JsonBody } from '../../src/body/json.ts'
import { readForm } from '../../src/body/form.ts'
import type { Bounded } from '../../src/bound/bound.ts'
import { nothing } from '../../src/bound/bound.ts'
import { boundOf } from '../../src/bound/bound-of.ts'
import type { BoundRates } from '../../src/bound/rates.ts'
import type { Refusal, Result } from '../../src/refusal/refusal.ts'
import { bodyOf, destined, firstRoute, routed, rules } from '../route/journeys.ts'

/** The bound of a request by its line, `POST /v1/chat/completions`, and its body; null for none. */
export function boundedOrRefused(
  line: string,
  body: unknown = null,
  headers: Record<string, string> = {},
): Result<Bounded> {
  return boundedJson(line, body === null ? null : bodyOf(body), headers)
}

/** The same, of a body that was read. */
export function boundedJson(
  line: string,
  json: JsonBody | null,
  headers: Record<string, string> = {},
): Result<Bounded> {
  const [method = ''] = line.split(' ')
  const named = json && { model: json.value['model'] }
  return boundOf({ route: routed(line, named), method, headers: new Headers(headers), json })
}

export function bounded(...asked: Parameters<typeof boundedOrRefused>): Bounded {
  const found = boundedOrRefused(...asked)
  if (!found.ok) throw new Error(found.refusal.message)
  return found.value
}

export function refusalOf(...asked: Parameters<typeof boundedOrRefused>): Refusal | null {
  const found = boundedOrRefused(...asked)
  return found.ok ? null : found.refusal
}

/** The bound of a form of text fields and files. */
export async function boundedForm(line: string, fields: Record<string, string | Blob>): Promise<Bounded> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const bytes = new Uint8Array(await new Response(form).arrayBuffer())
  const type = `multipart/form-data; boundary=${new TextDecoder().decode(bytes.subarray(2, bytes.indexOf(13)))}`
  const read = readForm(bytes, type)
  if (!read.ok) throw new Error(read.refusal.message)
  const route = firstRoute(destined(line), read.value, rules)
  if (!route.ok) throw new Error(route.refusal.message)
  const asked = { route: route.value, method: 'POST', headers: new Headers({ 'content-type': type }) }
  const found = boundOf({ ...asked, json: read.value, form: read.value })
  if (!found.ok) throw new Error(found.refusal.message)
  return found.value
}

/** What a bound says beside its models and the tokens of its text. */
export function beyondText({ bound, unbounded }: Bounded): Record<string, unknown> {
  const { models: _, inputTokens: __, ...rest } = bound
  const said = Object.entries(rest).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(nothing, name)),
  )
  return { ...Object.fromEntries(said), ...(unbounded ? { unbounded: unbounded.field } : {}) }
}

export const rates: BoundRates = {
  input: 1_000_000_000,
  output: 10_000_000_000,
  request: 0,
  webSearch: 10_000_000,
  unit: null,
  tiers: [],
  window: 100_000,
  maxOutput: 16_384,
}
