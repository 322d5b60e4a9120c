import type { SocketEndpoint } from '../endpoints/socket.ts'
import type { Caller } from '../keys/check.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { permitRequest } from '../route/permit.ts'
import type { Route } from '../route/route.ts'
import { mayNameStoredObject } from '../route/stored-objects.ts'
import { parseJson, valueAt } from '../usage/json.ts'
import { type Frame, frameText } from './frame.ts'
import { modelFrame } from './route.ts'

/** Decides on each of a client's frames, and learns the model from them. */
export interface Gate {
  /** Frames pass the rules of a body: models and stored objects, wherever they are named. */
  permit(frame: Frame): Result<null>
  /** The model that a frame named first, where frames name it. */
  readonly model: string | null
}

/** The gate of one socket. Reads a frame only where a rule depends on it, or the model is not known yet. */
export function createGate(caller: Caller, route: Route, endpoint: SocketEndpoint | null): Gate {
  const inFrame = modelFrame(endpoint)
  let model: string | null = null

  function permitText(text: string): Result<null> {
    const ruled = caller.models !== null || (!caller.scopes.includes('storage') && mayNameStoredObject(text))
    const naming = inFrame !== null && (ruled || model === null) && text.includes(`"${inFrame.frame}"`)
    if (!ruled && !naming) return accept(null)
    const frame = parseJson(text)
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) {
      return ruled ? notReadable : accept(null)
    }
    const chooses = inFrame !== null && isFrame(frame, inFrame.frame)
    const named = chooses ? valueAt(frame, inFrame.at) : undefined
    if (typeof named === 'string' && named !== '') model ??= named
    else if (chooses && caller.models !== null) return noModel
    if (!ruled) return accept(null)
    const more = [named, ...(endpoint?.moreModels ?? []).map((path) => valueAt(frame, path))]
    // Beside the frame's own members, because some of the paths lead below members in which people usually talk.
    const value = { ...frame, '': { models: more.filter((name) => typeof name === 'string') } }
    return permitRequest(caller, { ...route, modelInPath: false }, 'GET', { text, value })
  }

  return {
    permit(frame) {
      // Bytes that are no JSON are media, except where all frames are JSON.
      if (typeof frame !== 'string' && endpoint?.jsonFrames !== true) return accept(null)
      return permitText(frameText(frame))
    },
    get model() {
      return model
    },
  }
}

function isFrame(frame: object, name: string): boolean {
  return Reflect.get(frame, 'type') === name || Object.hasOwn(frame, name)
}

const notReadable = refuse('bad_request', 'A message on this socket must be one JSON object.')
const noModel = refuse(
  'model_not_allowed',
  'This key may use certain models only, and this message leaves the choice of a model to the provider.',
)
