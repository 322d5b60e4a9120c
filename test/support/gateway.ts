import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What reached the gateway, exactly. */
export interface Arrival {
  method: string
  /** As it stood in the request line. */
  url: string
  /** Name and value in turn, in the order and the capitals of the wire. */
  rawHeaders: readonly string[]
  /** By lower-case name. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body; resolves when it has come in whole, rejects if it broke off. */
  body: Promise<Buffer>
}

/** The answer to one arrival, given piece by piece. */
export interface Reply {
  /** Status and headers, at once and without waiting for a body. */
  head(status: number, headers?: Readonly<Record<string, string | readonly string[]>>): void
  /** Sends bytes now; resolves when they have left this process. */
  send(bytes: string | Uint8Array): Promise<void>
  end(bytes?: string | Uint8Array): void
  /** Head and body in one. What is no text and no bytes is sent as JSON. */
  answer(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void
  /** A whole event stream, one chunk a piece. */
  stream(pieces: readonly (string | Uint8Array)[]): Promise<void>
  /** Ends the connection as a crash would (RST), with nothing more said. */
  break(): void
  /** Resolves when the Worker has closed its connection before the answer ended. */
  left: Promise<void>
}

export type Handler = (reply: Reply, arrival: Arrival) => unknown

/** Takes over the connection of a request that wants another protocol. */
export type Upgraded = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void

/** A gateway on loopback that does what a test says. */
export interface Gateway {
  /** For `GATEWAY_URL`, with its `/v1`. */
  url: string
  /** In the order of arriving. */
  arrivals: readonly Arrival[]
  /** What happens from the next request on. */
  handle(handler: Handler): void
  /** What happens to the next requests, one each; after them the usual handler again. */
  queue(...handlers: readonly Handler[]): void
  /** Open connections: 0 once the Worker has let go of all. */
  connections(): number
  stop(): Promise<void>
}

/** Starts a gateway; without `upgraded` it speaks HTTP alone. A request that nobody said anything about is answered with 599. */
export async function startGateway(handler?: Handler, upgraded?: Upgraded): Promise<Gateway> {
  let usual: Handler = handler ?? ((reply) => reply.answer(599, { error: 'no handler in this test' }))
  const next: Handler[] = []
  const arrivals: Arrival[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, outgoing) => {
    const arrival = arrivalOf(incoming)
    arrivals.push(arrival)
    const act = next.shift() ?? usual
    void act(replyOver(outgoing), arrival)
  })
  // A connection that it closed for being idle could be the one that the Worker is just about to use.
  server.keepAliveTimeout = 0
  if (upgraded) server.on('upgrade', upgraded)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    arrivals,
    handle: (handler) => (usual = handler),
    queue: (...handlers) => next.push(...handlers),
    connections: () => sockets.size,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function arrivalOf(incoming: IncomingMessage): Arrival {
  const { method = '', url = '', rawHeaders, headers } = incoming
  const body = incoming.toArray().then((chunks: Buffer[]) => Buffer.concat(chunks))
  // A test that never looks at the body must not fail for its breaking off.
  body.catch(() => {})
  return { method, url, rawHeaders, headers, body }
}

function replyOver(outgoing: ServerResponse): Reply {
  const reply: Reply = {
    head(status, headers = {}) {
      outgoing.writeHead(status, headers as Record<string, string | string[]>)
      outgoing.flushHeaders()
    },
    send: (bytes) => new Promise((resolve) => outgoing.write(bytes, () => resolve())),
    end: (bytes) => outgoing.end(bytes),
    answer(status, body, headers = {}) {
      const raw = typeof body === 'string' || body instanceof Uint8Array
      reply.head(status, { 'content-type': raw ? 'text/plain' : 'application/json', ...headers })
      outgoing.end(raw ? body : JSON.stringify(body))
    },
    async stream(pieces) {
      reply.head(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces) await reply.send(piece)
      outgoing.end()
    },
    break: () => outgoing.socket?.resetAndDestroy(),
    left: new Promise((resolve) =>
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) resolve()
      }),
    ),
  }
  return reply
}
