import type { Endpoint } from './endpoint.ts'

/** How the frames of a socket add up to what it consumed. `none` where they state nothing that is read. */
export type SocketUsageName = 'none' | 'realtime' | 'responses' | 'live' | 'bidi' | 'duration' | 'characters'

/** A client's frame that names the model. */
export interface ModelFrame {
  /** The value of its `type`, or the member that it has and no other frame has. */
  frame: string
  /** Dotted path of the model's name in it. */
  at: string
}

/** One WebSocket of an API. */
export interface SocketEndpoint extends Endpoint {
  /** The gateway's path below the slug, where it is not the client's. */
  at?: string
  /**
   * Where the model is named: a query parameter, a frame, the path as a whole or its `{model}`. `upstream`: nowhere,
   * the choice is the provider's.
   */
  modelIn: { query: string } | ModelFrame | 'path' | 'upstream'
  /** The query parameter that makes it join a call which nobody metered, opened elsewhere: that needs `mint`. */
  joinsBy?: string
  /** More models that frames can name: dotted paths. */
  moreModels?: readonly string[]
  /** All its frames are JSON, as text or as bytes. Else bytes are media, and nobody looks into them. */
  jsonFrames?: true
  sums: SocketUsageName
}

/** The WebSockets of one provider. */
export interface Sockets {
  /** The gateway's slug, where its sockets have another one. */
  slug?: string
  /** The query parameter in which the gateway wants the provider's key; absent: in the header, as everywhere. */
  keyIn?: string
  api: readonly SocketEndpoint[]
}
