import { findCredential } from '../keys/credential.ts'
import type { Admission } from '../keys/store.ts'
import { quote } from '../refusal/client-text.ts'
import { nearest } from '../refusal/nearest.ts'
import { accept, refuse, type Refused, type Result } from '../refusal/refusal.ts'
import { respond } from '../refusal/respond.ts'
import { readPath } from '../route/path.ts'
import type { Answer, Endpoint } from './answer.ts'
import { billingUsageAnswer, keyInfoAnswer, subscriptionAnswer } from './balance.ts'
import { csvOf, wantsCsv } from './csv.ts'
import { doctorAnswer } from './doctor/doctor.ts'
import { keyAnswer } from './key.ts'
import { openApiDocument } from './openapi.ts'
import type { ApiPorts } from './ports.ts'
import { requestAnswer, requestsAnswer } from './requests.ts'
import { usageAnswer } from './usage.ts'
import { walletsAnswer } from './wallets.ts'

/** The API's endpoints by path. `{id}` is one segment. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  '/api/key': keyAnswer,
  '/api/usage': usageAnswer,
  '/api/requests': requestsAnswer,
  '/api/requests/{id}': requestAnswer,
  '/api/wallets': walletsAnswer,
  '/api/doctor': doctorAnswer,
  '/v1/dashboard/billing/subscription': subscriptionAnswer,
  '/v1/dashboard/billing/usage': billingUsageAnswer,
  '/key/info': keyInfoAnswer,
}
/** What of the Worker's paths is the API's, as routes. */
export const apiPaths = ['/api', '/api/*', '/v1/dashboard/billing/*', '/key/info'] as const
const documentPath = '/api/openapi.json'

const plain = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** Answers a request to Tollgate's own API: JSON, or CSV where it has rows; refusals as OpenAI would say them. */
export async function answerApi(request: Request, ports: ApiPorts): Promise<Response> {
  const answered = await answerTo(request, ports)
  if (!answered.ok) return respond(answered.refusal, 'openai', ports.newId(), request.method)
  const { json, table } = answered.value
  const body = (text: string): string | null => (request.method === 'HEAD' ? null : text)
  if (table === undefined || !wantsCsv(request.headers)) {
    const headers = { ...plain, 'content-type': 'application/json', ...(table && { vary: 'accept' }) }
    return new Response(body(JSON.stringify(json)), { headers })
  }
  const headers = new Headers({
    ...plain,
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${table.name}.csv"`,
    vary: 'accept',
  })
  if ('next' in json && typeof json.next === 'string') headers.set('tollgate-next', json.next)
  return new Response(body(csvOf(table)), { headers })
}

async function answerTo(request: Request, ports: ApiPorts): Promise<Result<Answer>> {
  const path = readPath(request.url)
  if (!path.ok) return path
  const { decoded, query } = path.value
  const asked = `/${decoded.filter((segment) => segment !== '').join('/')}`
  const [parent = '', rest = ''] = asked.startsWith('/api/requests/')
    ? ['/api/requests/{id}', asked.slice(14)]
    : [asked]
  const endpoint = Object.hasOwn(endpoints, parent) ? endpoints[parent] : undefined
  if (endpoint === undefined && asked !== documentPath) return unknownPath(asked)
  if (request.method !== 'GET' && request.method !== 'HEAD') return onlyRead
  if (endpoint === undefined) return accept({ json: openApiDocument(new URL(request.url).origin) })
  const admission = await who(request, ports)
  if (!admission.ok) return admission
  const visit = {
    admission: admission.value,
    headers: request.headers,
    query: new URLSearchParams(query),
    rest,
  }
  return endpoint(visit, ports)
}

/** The key is in a header here: `?key=` is the id of the key that is asked about. */
async function who(request: Request, { keys, later }: ApiPorts): Promise<Result<Admission>> {
  if (keys === null) return refuse('setting_missing', 'KEYS is missing. See /health.')
  const credential = findCredential({ headers: request.headers, url: null })
  if (!credential.ok) return credential
  return keys.lookup(credential.value, request.headers.get('cf-connecting-ip'), later)
}

const onlyRead = refuse('bad_request', 'The API is read with GET.')

function unknownPath(asked: string): Refused {
  const near = nearest(asked, [...Object.keys(endpoints), documentPath])
  const meant = near === null ? `See ${documentPath}.` : `Did you mean ${near}?`
  return refuse('not_found', `The API has no ${quote(asked)}. ${meant}`)
}
