import { quote } from '../refusal/client-text.ts'
import { errorBody } from '../refusal/error-body.ts'
import type { Dialect } from '../refusal/reasons.ts'
import type { Refusal } from '../refusal/refusal.ts'
import { kindOf } from '../refusal/status-kind.ts'
import { type Told, toldBy } from './error-told.ts'
import { type GatewayError, gatewayError } from './gateway-error.ts'
import { type Credential, credentialFault, isRefusedCredential, settingFault } from './operator-fault.ts'
import { isReadable } from './readable.ts'

export interface RedressContext extends Credential {
  requestId: string
  /** A door at which clients expect the dialect, whichever provider answers. */
  neutral: boolean
}

/** Another body under the same status, a refusal in its place, or null: the bytes pass as they are. */
export type Redressed = { refusal: Refusal } | { body: string; contentType: string } | null

/**
 * Decides what of an upstream's error (status 400 and above) reaches the client. `bytes` is the whole decoded body;
 * null is one beyond the caller's ceiling, in words that the client cannot read. Never throws.
 */
export function redress(
  status: number,
  contentType: string | null,
  bytes: Uint8Array | null,
  dialect: Dialect,
  context: RedressContext,
): Redressed {
  const text = bytes === null ? '' : new TextDecoder().decode(bytes)
  const json = parse(text, contentType)
  const gateway = gatewayError(status, json)
  const fault = gateway && settingFault(status, gateway, context)
  if (fault !== null) return { refusal: fault }
  if (!context.neutral) return null
  if (isRefusedCredential(status, json)) return { refusal: credentialFault(context) }
  if (gateway === null && isReadable(dialect, json, contentType)) return null
  const told =
    bytes === null
      ? unread(status)
      : (fromGateway(gateway) ?? toldBy(json) ?? wordless(status, contentType, text))
  return { body: say(status, told, dialect, context), contentType: 'application/json' }
}

function say(status: number, told: Told, dialect: Dialect, context: RedressContext): string {
  const { message, code, param } = told
  return errorBody(dialect, {
    status,
    type: (dialect === 'openai' ? told.type : null) ?? kindOf(status, dialect),
    message,
    code,
    param,
    reason: code,
    domain: context.provider,
    requestId: context.requestId,
  })
}

/** Only words and code: what else the gateway says of its limits is the operator's. */
function fromGateway(error: GatewayError | null): Told | null {
  if (error === null || error.message === '') return null
  const code = error.code === null ? null : String(error.code)
  return { message: error.message, code, type: null, param: null }
}

/** A page of HTML helps nobody in a terminal; a line of plain text does. */
function wordless(status: number, contentType: string | null, text: string): Told {
  const line = contentType?.startsWith('text/plain') === true ? quote(text).trim() : ''
  const message = `upstream answered ${status}${line === '' ? '' : `: ${line}`}`
  return { message, code: null, type: null, param: null }
}

function unread(status: number): Told {
  const message = `upstream answered ${status}, with an error too long to be put into the words of this API`
  return { message, code: null, type: null, param: null }
}

/** Undefined for what is no JSON. An error can come as the first event of a stream. */
function parse(text: string, contentType: string | null): unknown {
  const event = contentType?.startsWith('text/event-stream') === true ? /^data:(.*)$/m.exec(text) : null
  try {
    return JSON.parse(event?.[1] ?? text)
  } catch {
    return undefined
  }
}
