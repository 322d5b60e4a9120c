import * as fc from 'fast-check'
import { providers } from '../../src/providers/index.ts'
import { account } from '../route/journeys.ts'
import { changed } from './odd-json.ts'
import { chats, messages, others } from './requests.ts'

const key = 'sk-alice'
/** The key however it is written. */
export const anyKey = /sk-alice|sk%2dalice|c2stYWxpY2U/i
const slugs = providers.flatMap(({ slug, names = [] }) => names.concat(slug))
const climbing =
  '.. . %2e%2e %252e%252e ..%2f %2e ..; .%2e %2e.%2f \\ %5c ..%5c %c0%ae%c0%ae %00 %0d%0a %ff % %2 %2525252525252e'.split(
    ' ',
  )
const words = [
  'v1 V1 v1beta v1alpha compat chat completions responses embeddings models messages count_tokens files openai',
  'deployments predict invoke model gpt-4o gemini-2.5-flash:generateContent @cf meta bedrock-runtime us-east-1',
  `${account} default other custom-lab @elsewhere.test :80 https: elsewhere.test a;b ö %C3%B6 a%2Fb`,
  'arn%3Aaws%2Fx %3Fkey=1 %23 ~ *  ',
].flatMap((line) => line.split(' '))
const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 4, arbitrary: fc.constantFrom(...slugs) },
  { weight: 2, arbitrary: fc.constantFrom(...climbing) },
  { weight: 1, arbitrary: fc.webPath() },
)
const known = others
  .map(([line]) => line.split(' ')[1] ?? '')
  .concat(
    '/v1/chat/completions',
    '/v1/messages',
    '/compat/chat/completions',
    `/v1/${account}/default/openai/chat/completions`,
    '/fal/fal-ai/flux',
  )
/** A path of Tollgate's, or nearly one. */
export const path = fc.oneof(
  fc.array(segment, { maxLength: 8 }).map((segments) => `/${segments.join('/')}`),
  fc
    .tuple(fc.constantFrom(...known), fc.nat(), fc.constantFrom(...climbing, ...words))
    .map(([path, at, part]) => {
      const segments = path.split('/')
      return segments.toSpliced(1 + (at % segments.length), at % 3 === 0 ? 1 : 0, part).join('/')
    }),
  fc.constantFrom(...known),
)
const parameter = fc.constantFrom(
  ...'model=gpt-4o ?model=gpt-4o model=a&model=b Model=x alt=sse %24fields=a api-version=1 ?api-version=1'.split(
    ' ',
  ),
  ...'# = % & beta=true /../ a=%2e%2e/ key='.split(' '),
)
const header = fc.constantFrom<Record<string, string>>(
  { 'anthropic-version': '2023-06-01' },
  { 'x-goog-api-client': 'x' },
  { 'x-fal-target-url': 'https://queue.fal.run/../x' },
  { 'x-fal-target-url': 'https://fal.run/a?b' },
  { 'x-fal-target-url': 'https://fal.run@elsewhere.test/' },
  { 'x-forwarded-host': 'elsewhere.test' },
  { 'content-type': 'multipart/form-data; boundary=X' },
  { 'cf-aig-metadata': '{"key":"bob"}' },
  { 'cf-aig-cache-key': 'x' },
)

const parameters = fc.array(parameter, { maxLength: 3 })
/** A query with its `?`, or nothing. */
export const query = parameters.map((parts) => (parts.length === 0 ? '' : `?${parts.join('&')}`))

/** What a request carries its key in. */
interface Carrier {
  headers?: Record<string, string>
  parameter?: string
}

const proper: readonly Carrier[] = [
  ...['key', '%6Bey', 'api_key', 'api-key', 'api%2dkey'].map((name) => ({ parameter: `${name}=${key}` })),
  { parameter: `key=%20${key}+` },
  ...['x-api-key', 'api-key', 'x-goog-api-key', 'xi-api-key', 'authorization'].map((name) => ({
    headers: { [name]: key },
  })),
  ...[`Bearer ${key}`, `Key ${key}`, `token  ${key}`, `Basic ${btoa(`:${key}`)}`, `Basic ${btoa(key)}`].map(
    (authorization) => ({ headers: { authorization } }),
  ),
]
/** Places that are nearly one: nothing may be taken from them and then go up. */
const odd: readonly Carrier[] = [
  ...'?key KEY Api_Key key%00 key[] k+ey +key key+ key%FF access_token &&key a;key %26key %3Fkey'
    .split(' ')
    .map((name) => ({ parameter: `${name}=${key}` })),
  { headers: { cookie: `key=${key}` } },
  { headers: { 'proxy-authorization': `Bearer ${key}` } },
  { headers: { 'cf-aig-authorization': `Bearer ${key}` } },
]
const carriers = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...proper), { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(...odd).map((carrier) => [carrier]) },
)
const names = [
  'gpt-4o claude-sonnet-4-5 gemini-2.5-flash groq/x azure-openai/res/dep azure-openai/../x azure-openai/a/..',
  'google-vertex-ai/p/r/google/m aws-bedrock/us-east-1/a openai/../anthropic/x workers-ai/@cf/meta/x a/b ..',
  '%2e%2e openai/a?b openai/a#b ',
].flatMap((line) => line.split(' '))
const bodies = fc
  .tuple(
    fc.option(fc.constantFrom(...names, ...slugs.map((slug) => `${slug}/%2e%2e/x`)), { nil: undefined }),
    changed([...chats, ...messages, ...others.map(([, body]) => body)], 2),
  )
  .map(([model, body]) => JSON.stringify(model === undefined ? body : { ...Object(body), model }) ?? '')

/** A request with its key somewhere. */
export const asked = fc.record({
  method: fc.constantFrom('POST', 'GET', 'DELETE', 'HEAD'),
  path,
  parameters,
  headers: fc.array(header, { maxLength: 2 }),
  carriers,
  body: bodies,
})
