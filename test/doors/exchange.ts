import { request, type IncomingHttpHeaders } from 'node:http'

/** A request of which nothing is normalised: the path goes into the request line as it is. */
export interface Asked {
  method?: string
  path: string
  headers?: Readonly<Record<string, string | readonly string[]>>
  body?: string | Uint8Array
}

/** The answer, its bytes as they came. */
export interface Answered {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Asks with the bare HTTP client: it adds no header of its own but `host`, `connection` and the body's length. */
export function exchange(
  origin: string,
  { method = 'POST', path, headers = {}, body }: Asked,
): Promise<Answered> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers: headers as Record<string, string | string[]>, agent: false },
      (incoming) => {
        incoming.toArray().then(
          (chunks: Buffer[]) =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks),
            }),
          reject,
        )
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** The JSON of an answer. */
export function jsonOf({ body }: Pick<Answered, 'body'>): unknown {
  return JSON.parse(body.toString())
}
