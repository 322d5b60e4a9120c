import type { JsonBody } from '../body/json.ts'
import type { RequestBody } from '../body/read.ts'
import { mostOutputOf } from '../bound/most-output.ts'
import type { Config } from '../keys/config.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import type { Route } from '../route/route.ts'
import type { Interpreter } from '../tap/interpreter.ts'
import { exactly } from '../translate/exact-json.ts'
import { chatInterpreter } from '../translate/interpreter.ts'
import { messageInterpreter } from '../translate/messages/interpreter.ts'
import { translateToChat } from '../translate/messages/request/request.ts'
import { traitsOf } from '../translate/request/model-traits.ts'
import { translateRequest } from '../translate/request/request.ts'
import type { UsageDialect } from '../usage/dialect.ts'

/** A body in the words of the API that it goes to. */
export interface Spoken {
  body: RequestBody
  /** Null where it is as the client sent it. */
  wayBack: WayBack | null
  told: readonly (readonly [name: string, value: string])[]
  /** The limit of its output is none of the client's: it sent none, and the other API does not go without. */
  limitIsOurs: boolean
}

/** Makes what says the answer in the client's words. It holds nothing of the body. */
export type WayBack = (means: {
  requestId: string
  /** Epoch milliseconds. */
  at: number
  /** A stream shows its counts to clients that do not say whether they want them. */
  showsUsage: boolean
  /** Where the answer states its counts. */
  usage: UsageDialect
}) => Interpreter

interface Translated {
  body: Record<string, unknown>
  dropped: readonly string[]
  wayBack: WayBack
  limitIsOurs: boolean
}

/** What is said in another API's words than its provider's is translated; everything else is said already. */
export function spoken(route: Route, body: RequestBody, { claudeCache }: Config): Result<Spoken> {
  if (!route.translated || body.json === null)
    return accept({ body, wayBack: null, told: [], limitIsOurs: false })
  const { elision } = body.json
  const translated =
    route.door.name === 'anthropic'
      ? messagesAsChat(route, body.json)
      : chatAsMessages(route, body.json, claudeCache)
  if (!translated.ok) return translated
  const { body: value, dropped, wayBack, limitIsOurs } = translated.value
  const names = dropped.join(', ')
  return accept({
    body: { ...body, json: { text: JSON.stringify(value), value, ...(elision && { elision }) } },
    wayBack,
    limitIsOurs,
    told: names === '' ? [] : [['tollgate-dropped', names]],
  })
}

function modelOf({ upstreamModel, model }: Route): string {
  return upstreamModel ?? model ?? ''
}

function chatAsMessages(route: Route, json: JsonBody, cache: Config['claudeCache']): Result<Translated> {
  const model = modelOf(route)
  let limitIsOurs = false
  const defaultMaxTokens = (): number => {
    limitIsOurs = true
    return traitsOf(model).mostTokens
  }
  const translated = translateRequest(json.value, { model, defaultMaxTokens, cache })
  if (!translated.ok) return translated
  const { memory, ...said } = translated.value
  return accept({ ...said, limitIsOurs, wayBack: (means) => chatInterpreter(memory, means) })
}

/** A request of the Messages API as the chat that goes to its provider. */
export function messagesAsChat(route: Route, json: JsonBody): Result<Translated> {
  const { outputLimits: [field = 'max_tokens'] = [], chatFiles = false, thoughtsIn = null } = route.provider
  const model = modelOf(route)
  const limit = { field, most: mostOutputOf([model]) }
  const translated = translateToChat(exactly(json), { model, limit, takesFiles: chatFiles, thoughtsIn })
  if (!translated.ok) return translated
  const { memory, ...said } = translated.value
  const wayBack: WayBack = (means) => messageInterpreter(memory, means)
  return accept({ ...said, limitIsOurs: false, wayBack })
}
