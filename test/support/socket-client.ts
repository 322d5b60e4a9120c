import { WebSocket } from 'ws'

/** A client's socket that a test holds in its hand. */
export interface ClientSocket {
  /** The subprotocol and headers that it was answered with; rejects with the status of a refusal. */
  opened: Promise<{ protocol: string; headers: Readonly<Record<string, unknown>> }>
  /** Resolves with the next message that nobody has waited for: text as text, bytes as bytes. */
  next(): Promise<string | Buffer>
  send(message: object | string | Uint8Array): void
  close(code?: number, reason?: string): void
  /** Leaves as a crash would. */
  tear(): void
  /** Resolves with the closing that came, or 1006 where none did. */
  closed: Promise<{ code: number; reason: string }>
}

/** An answer that opened no socket. */
export class Refused extends Error {
  readonly status: number
  readonly body: string

  constructor(status: number, body: string) {
    super(`refused with ${status}: ${body}`)
    this.status = status
    this.body = body
  }
}

/** Opens a socket with headers and subprotocols of the test's own. */
export function openSocket(
  url: string,
  { headers = {}, protocols = [] }: { headers?: Record<string, string>; protocols?: string[] } = {},
): ClientSocket {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, { headers })
  const unread: (string | Buffer)[] = []
  const readers: ((message: string | Buffer) => void)[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    const message = isBinary ? data : data.toString()
    const reader = readers.shift()
    if (reader) reader(message)
    else unread.push(message)
  })
  let answered: Readonly<Record<string, unknown>> = {}
  socket.on('upgrade', ({ headers }) => (answered = headers))
  const opened = new Promise<{ protocol: string; headers: Readonly<Record<string, unknown>> }>(
    (resolve, reject) => {
      socket.once('open', () => resolve({ protocol: socket.protocol, headers: answered }))
      socket.on('error', reject)
      socket.once('unexpected-response', (_request, answer) => {
        let body = ''
        answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
        answer.on('end', () => reject(new Refused(answer.statusCode ?? 0, body)))
      })
    },
  )
  opened.catch(() => {})
  return {
    opened,
    next() {
      const first = unread.shift()
      return first === undefined ? new Promise((resolve) => readers.push(resolve)) : Promise.resolve(first)
    },
    send: (message) =>
      socket.send(
        typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message),
      ),
    close: (code, reason) => socket.close(code, reason),
    tear: () => socket.terminate(),
    closed: new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    ),
  }
}
