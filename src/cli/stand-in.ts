import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import type { LLMock } from '@copilotkit/aimock'
import { v7 as uuidv7 } from 'uuid'
import { startMock, type Pace } from './stand-in-answer.ts'
import { answerCount, countAt } from './stand-in-count.ts'
import { mockPath } from './stand-in-paths.ts'

/** The one gateway that the stand-in knows, and the token that it lets in. */
export const standInVars = { ACCOUNT_ID: 'local', GATEWAY_ID: 'default', CF_AIG_TOKEN: 'stand-in' } as const

/** A local stand-in for AI Gateway. */
export interface StandIn {
  /** For `GATEWAY_URL`: `http://127.0.0.1:PORT/v1`. */
  url: string
  /** The mock behind it: more answers by `mock.on…`, and what was asked, by `mock.getRequests()` (the last 1,000). */
  mock: LLMock
  stop(): Promise<void>
}

/** Longer than `workerd` keeps a connection that it does not use: else one is closed just as a request is put on it. */
const longestIdleMs = 60_000

/**
 * Starts the stand-in: gateway URLs are mapped to the paths of a mock of the providers, bodies and answers are piped.
 * `pace` slows streams down to what a person can watch.
 */
export async function startStandIn(options: { port?: number; pace?: Pace } = {}): Promise<StandIn> {
  const mock = await startMock(options.pace)
  const server = createServer({ keepAliveTimeout: longestIdleMs }, (incoming, answer) =>
    serve(incoming, answer, mock.url),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    mock,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await mock.stop()
    },
  }
}

function serve(incoming: IncomingMessage, answer: ServerResponse, mockUrl: string): void {
  const [path = '', query] = (incoming.url ?? '').split(/\?(.*)/s)
  const [, account, gateway, slug, rest] = /^\/v1\/([^/]+)\/([^/]+)(?:\/([^/]+)\/(.+))?/.exec(path) ?? []
  if (incoming.headers['cf-aig-authorization'] !== `Bearer ${standInVars.CF_AIG_TOKEN}`)
    return refuse(answer, 401, 2009, 'Unauthorized')
  if (account !== standInVars.ACCOUNT_ID || gateway !== standInVars.GATEWAY_ID)
    return refuse(answer, 400, 2001, 'Please configure AI Gateway in the Cloudflare dashboard')
  if (slug === undefined || rest === undefined) return refuse(answer, 404, 7000, 'No route for that URI')
  const member = countAt(`${slug}/${rest}`)
  if (member !== null) {
    answerCount(incoming, answer, member).catch(() => answer.destroy())
    return
  }
  forward(incoming, answer, `${mockUrl}${mockPath(slug, rest)}${query === undefined ? '' : `?${query}`}`)
}

/** The gateway's own error shape. */
function refuse(answer: ServerResponse, status: number, code: number, message: string): void {
  answer.writeHead(status, { 'content-type': 'application/json' })
  answer.end(JSON.stringify({ success: false, result: [], messages: [], error: [{ code, message }] }))
}

function forward(incoming: IncomingMessage, answer: ServerResponse, url: string): void {
  const headers = { ...incoming.headers }
  delete headers.host
  const asked = request(url, { method: incoming.method, headers })
  asked.once('response', (given) => {
    answer.writeHead(given.statusCode ?? 502, {
      ...given.headers,
      'cf-aig-log-id': uuidv7(),
      'cf-aig-cache-status': 'MISS',
    })
    answer.flushHeaders()
    pipeline(given, answer, () => given.destroy())
  })
  asked.once('error', () => answer.destroy())
  answer.once('close', () => asked.destroy())
  pipeline(incoming, asked, () => {})
}
