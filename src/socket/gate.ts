import { mayAskMore } from '../bound/frame.ts'
import type { Caller } from '../keys/check.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { permitRequest } from '../route/permit.ts'
import { mayNameStoredObject } from '../route/stored-objects.ts'
import { parseJson, valueAt } from '../usage/json.ts'
import { type Frame, frameText, likeFrame } from './frame.ts'
import { modelFrame, type SocketRoute } from './route.ts'
import { mayNameAt, withUpstreamNames } from './upstream-names.ts'

/** Decides on each of a client's frames, and learns the model from them. */
export interface Gate {
  /**
   * The frame as it goes up. It passes the rules of a body: models and stored objects, wherever they are named; and a
   * model has the name that the upstream knows it by.
   */
  permit(frame: Frame): Result<Frame>
  /** From here on the rules are those of the same key as it stands now. */
  readmit(caller: Caller): void
  /** The model that a frame named first, as it was named, where frames name it. */
  readonly model: string | null
}

/** The gate of one socket. Reads a frame only where a rule depends on it, or the model is not known yet. */
export function createGate(
  admitted: Caller,
  { route, endpoint, upstreamName }: Way,
  refuses: ((frame: JsonObject, text: string) => Refused | null) | null = null,
): Gate {
  const inFrame = modelFrame(endpoint)
  const { moreModels = [] } = endpoint ?? {}
  let caller = admitted
  let model: string | null = null

  function permitText(text: string): Result<string> {
    const ruled = caller.models !== null || (!caller.scopes.includes('storage') && mayNameStoredObject(text))
    const wanted = ruled || model === null || (upstreamName !== null && text.includes('/'))
    const naming = inFrame !== null && wanted && text.includes(`"${inFrame.frame}"`)
    const bounded = refuses !== null && mayAskMore.test(text)
    const placed = upstreamName !== null && text.includes('/') && mayNameAt(text, moreModels)
    if (!ruled && !naming && !bounded && !placed) return accept(text)
    const frame = parseJson(text)
    if (!isObject(frame)) return ruled || bounded ? notReadable : accept(text)
    const unbounded = bounded ? refuses(frame, text) : null
    if (unbounded) return unbounded
    const chooses = inFrame !== null && isFrame(frame, inFrame.frame)
    const named = chooses ? valueAt(frame, inFrame.at) : undefined
    if (typeof named === 'string' && named !== '') model ??= named
    else if (chooses && caller.models !== null) return noModel
    const permitted = ruled ? permitObject(frame, named, text) : accept(null)
    if (!permitted.ok) return permitted
    if (upstreamName === null) return accept(text)
    const places = chooses ? [inFrame.at, ...moreModels] : moreModels
    return withUpstreamNames(text, frame, places, upstreamName)
  }

  function permitObject(frame: JsonObject, named: unknown, text: string): Result<null> {
    const more = [named, ...moreModels.map((path) => valueAt(frame, path))]
    // Beside the frame's own members, because some of the paths lead below members in which people usually talk.
    const value = { ...frame, '': { models: more.filter((name) => typeof name === 'string') } }
    return permitRequest(caller, { ...route, modelInPath: false }, 'GET', { text, value })
  }

  return {
    permit(frame) {
      // Bytes that are no JSON are media, except where all frames are JSON.
      if (typeof frame !== 'string' && endpoint?.jsonFrames !== true) return accept(frame)
      const text = frameText(frame)
      const permitted = permitText(text)
      if (!permitted.ok) return permitted
      return accept(permitted.value === text ? frame : likeFrame(frame, permitted.value))
    },
    readmit: (again) => void (caller = again),
    get model() {
      return model
    },
  }
}

/** Where a socket leads, as far as its messages are judged by it. */
type Way = Pick<SocketRoute, 'route' | 'endpoint' | 'upstreamName'>

type JsonObject = Readonly<Record<string, unknown>>

function isObject(frame: unknown): frame is JsonObject {
  return typeof frame === 'object' && frame !== null && !Array.isArray(frame)
}

function isFrame(frame: JsonObject, name: string): boolean {
  return frame['type'] === name || Object.hasOwn(frame, name)
}

const notReadable = refuse('bad_request', 'A message on this socket must be one JSON object.')
const noModel = refuse(
  'model_not_allowed',
  'This key may use certain models only, and this message leaves the choice of a model to the provider.',
)
