import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** A handshake as it reached the gateway. */
export interface Handshake {
  /** As it stood in the request line. */
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The gateway's end of one socket. */
export interface UpstreamSocket {
  handshake: Handshake
  /** Messages in the order of arriving: text as text, bytes as bytes. */
  messages: (string | Buffer)[]
  /** Resolves with the next message that nobody has waited for. */
  next(): Promise<string | Buffer>
  send(message: object | string | Uint8Array): void
  close(code?: number, reason?: string): void
  /** Ends the connection as a crash would. */
  tear(): void
  /** Resolves with the closing that came, or 1006 where none did. */
  closed: Promise<{ code: number; reason: string }>
}

/** A gateway on loopback that speaks WebSocket. */
export interface SocketGateway {
  /** For `GATEWAY_URL`, with its `/v1`. */
  url: string
  /** All handshakes, also those that were refused. */
  handshakes: readonly Handshake[]
  /** The next socket that this key opens. */
  socketOf(keyId: string): Promise<UpstreamSocket>
  stop(): Promise<void>
}

/** Starts it. A URL that contains `refuse-{status}` is refused with that status; `hold-{ms}` is answered so much later. */
export async function startSocketGateway(): Promise<SocketGateway> {
  const handshakes: Handshake[] = []
  const opened = new Map<string, UpstreamSocket[]>()
  const waiting = new Map<string, ((socket: UpstreamSocket) => void)[]>()
  const server = createServer()
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => [...offered].at(-1) ?? false,
  })
  server.on('upgrade', (request, connection, head) => {
    const handshake = { url: request.url ?? '', headers: request.headers }
    handshakes.push(handshake)
    const status = /refuse-(\d+)/.exec(handshake.url)?.[1]
    if (status !== undefined) {
      const body = '{"error":{"message":"no socket for you","type":"upstream_says"}}'
      const head = `HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`
      connection.end(`${head}\r\n${body}`)
      return
    }
    const wait = Number(/hold-(\d+)/.exec(handshake.url)?.[1] ?? 0)
    setTimeout(() => sockets.handleUpgrade(request, connection, head, opening), wait)

    function opening(socket: WebSocket): void {
      const upstream = upstreamSocket(socket, handshake, request)
      const id = keyOf(handshake)
      const first = waiting.get(id)?.shift()
      if (first) first(upstream)
      else opened.set(id, [...(opened.get(id) ?? []), upstream])
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    handshakes,
    socketOf(keyId) {
      const first = opened.get(keyId)?.shift()
      if (first) return Promise.resolve(first)
      return new Promise((resolve) => waiting.set(keyId, [...(waiting.get(keyId) ?? []), resolve]))
    },
    async stop() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The verified key of a handshake. */
function keyOf({ headers }: Handshake): string {
  return (JSON.parse(String(headers['cf-aig-metadata'] ?? '{}')) as { key?: string }).key ?? ''
}

function upstreamSocket(socket: WebSocket, handshake: Handshake, request: IncomingMessage): UpstreamSocket {
  const messages: (string | Buffer)[] = []
  const unread: (string | Buffer)[] = []
  const readers: ((message: string | Buffer) => void)[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    const message = isBinary ? data : data.toString()
    messages.push(message)
    const reader = readers.shift()
    if (reader) reader(message)
    else unread.push(message)
  })
  socket.on('error', () => {})
  return {
    handshake,
    messages,
    next() {
      const first = unread.shift()
      return first === undefined ? new Promise((resolve) => readers.push(resolve)) : Promise.resolve(first)
    },
    send: (message) =>
      socket.send(
        typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message),
      ),
    close: (code, reason) => socket.close(code, reason),
    tear: () => request.socket.resetAndDestroy(),
    closed: new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    ),
  }
}
