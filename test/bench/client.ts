import { Agent, request } from 'node:http'

/** One request, the same to every Worker but for where it goes. */
export interface Call {
  port: number
  /** For the `host` header: a bare Worker's `fetch(request)` goes there. */
  host: string
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** What a client saw of one answer. Times in ms of `performance.now()`. */
export interface Seen {
  bytes: number
  /** How many pieces the answer came in. */
  pieces: number
  /** From asking to the headers. */
  ttfbMs: number
}

/** A client with keep-alive connections that only counts. */
export interface Client {
  /** Throws unless the answer is a whole one with status 200. */
  ask(call: Call, onPiece?: (piece: Buffer, at: number) => void): Promise<Seen>
  /** Asks so many times, on all connections at once. */
  askMany(callOf: (index: number) => Call, times: number): Promise<Seen[]>
  stop(): void
}

export function createClient(connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })

  function ask(
    { port, host, path, headers, body }: Call,
    onPiece?: (piece: Buffer, at: number) => void,
  ): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const askedAt = performance.now()
      const outgoing = request({
        agent,
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        headers: {
          host,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      })
      outgoing.once('error', reject)
      outgoing.once('response', (incoming) => {
        const seen: Seen = { bytes: 0, pieces: 0, ttfbMs: performance.now() - askedAt }
        incoming.on('data', (piece: Buffer) => {
          seen.bytes += piece.length
          seen.pieces += 1
          onPiece?.(piece, performance.now())
        })
        incoming.once('error', reject)
        incoming.once('end', () => {
          if (incoming.statusCode === 200) resolve(seen)
          else reject(new Error(`${path} on port ${port} was answered with ${incoming.statusCode}`))
        })
      })
      outgoing.end(body)
    })
  }

  return {
    ask,
    async askMany(callOf, times) {
      const seen: Seen[] = []
      let asked = 0
      const line = async () => {
        while (asked < times) seen.push(await ask(callOf(asked++)))
      }
      await Promise.all(Array.from({ length: Math.min(connections, times) }, line))
      return seen
    },
    stop: () => agent.destroy(),
  }
}
