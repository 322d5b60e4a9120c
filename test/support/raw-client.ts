import { type IncomingMessage, request } from 'node:http'

/** A request whose connection a test holds in its hand. */
export interface RawRequest {
  /** Resolves with the head of the answer; rejects if there is none. */
  answered: Promise<IncomingMessage>
  /** Resolves when so many bytes of the body have come, with all that have; rejects if the body broke off. */
  received(bytes: number): Promise<Buffer>
  /** The whole body; rejects if it broke off. */
  whole: Promise<Buffer>
  /** Leaves as a crash would: a mere end of the connection is not noticed before headers. */
  leave(): void
}

/** POSTs a JSON text with a bearer token, on a connection of its own. */
export function post(
  url: string,
  token: string,
  body: string,
  headers: Record<string, string> = {},
): RawRequest {
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return ask(url, { method: 'POST', headers: { ...usual, ...headers }, body })
}

/** Sends any request, on a connection of its own. */
export function ask(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string | undefined },
): RawRequest {
  const sent = request(url, { method, agent: false, headers })
  const chunks: Buffer[] = []
  let wake = (): void => {}
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', resolve)
  })
  const whole = answered.then(
    (answer) =>
      new Promise<Buffer>((resolve, reject) => {
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          wake()
        })
        answer.on('end', () => resolve(Buffer.concat(chunks)))
        answer.on('error', reject)
      }),
  )
  answered.catch(() => {})
  whole.catch(() => {})
  sent.end(body)
  return {
    answered,
    whole,
    async received(bytes) {
      const enough = new Promise<void>((resolve) => {
        wake = () => {
          if (Buffer.concat(chunks).length >= bytes) resolve()
        }
        wake()
      })
      await Promise.race([enough, whole])
      return Buffer.concat(chunks)
    },
    leave: () => sent.socket?.resetAndDestroy(),
  }
}
