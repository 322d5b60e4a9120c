import { describe, expect, test } from 'vitest'
import { providerAt } from '../../src/providers/index.ts'
import { findSocketDoor } from '../../src/socket/door.ts'
import { findSocket, findSocketRoute, modelFrame } from '../../src/socket/route.ts'
import { upstreamUrl } from '../../src/rewrite/url.ts'
import { upstreamHandshake } from '../../src/socket/handshake.ts'
import { readPath } from '../../src/route/path.ts'
import { account, place } from '../route/journeys.ts'

const rules = { defaultProvider: null, mounts: [], configProblem: null }
const gateway = { ...place, url: 'https://gateway.test/v1' }

/** Where a socket goes below the gateway, and what is known of it; or the reason why it goes nowhere. */
function journeyOf(target: string, secret: string | null = null): unknown {
  const path = readPath(`https://tollgate.test${target}`)
  if (!path.ok) return path.refusal.reason
  const door = findSocketDoor(path.value, new Headers(), place)
  if (!door) return 'no door'
  const socket = findSocket(door, path.value.query)
  if (!socket.ok) return socket.refusal.reason
  const found = findSocketRoute(socket.value, path.value.query, rules)
  if (!found.ok) return found.refusal.reason
  const { route, endpoint, query } = found.value
  const url = upstreamUrl(route, query, gateway)
  if (!url.ok) return url.refusal.reason
  const outgoing = { url: url.value, method: 'GET', headers: new Headers(), body: null }
  const sent = upstreamHandshake(outgoing, route, [], { providerKey: () => secret })
  return [
    `${door.name} ${route.provider.slug}`,
    sent.url.href.slice(`https://gateway.test/v1/${account}/default/`.length),
    route.model ?? modelFrame(endpoint)?.at ?? null,
    endpoint ? `${endpoint.scope} ${endpoint.sums}` : null,
  ]
}

const bidi = 'ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent'
const live = ['google', 'setup.model', 'inference bidi']

describe('a socket goes', () => {
  test.each<[string, unknown[]]>([
    [
      '/v1/realtime?model=gpt-realtime',
      ['openai openai', 'openai?model=gpt-realtime', 'gpt-realtime', 'inference realtime'],
    ],
    [
      '/v1/realtime?model=openai/gpt-realtime',
      ['openai openai', 'openai?model=gpt-realtime', 'openai/gpt-realtime', 'inference realtime'],
    ],
    [
      '/v1/v1/realtime?intent=transcription',
      ['openai openai', 'openai?intent=transcription', null, 'inference realtime'],
    ],
    ['/v1/realtime?call_id=c', ['openai openai', 'openai?call_id=c', null, 'mint realtime']],
    ['/v1/realtime?Call_ID=c', ['openai openai', 'openai?Call_ID=c', null, 'mint realtime']],
    ['/v1/responses', ['openai openai', 'openai/responses', 'model', 'inference responses']],
    ['/v1/live/sessions', ['openai openai', 'openai/live/sessions', 'session.model', 'inference live']],
    ['/v1/live/sessions/s1/fork', ['openai openai', 'openai/live/sessions/s1/fork', null, 'inference live']],
    ['/v1/live/sessions/s1/attach', ['openai openai', 'openai/live/sessions/s1/attach', null, 'mint none']],
    [
      '/openai?model=gpt-realtime',
      ['provider openai', 'openai?model=gpt-realtime', 'gpt-realtime', 'inference realtime'],
    ],
    [
      '/openai/v1/realtime?model=gpt-realtime',
      ['provider openai', 'openai?model=gpt-realtime', 'gpt-realtime', 'inference realtime'],
    ],
    [
      `/v1/${account}/default/openai?model=m`,
      ['provider openai', 'openai?model=m', 'm', 'inference realtime'],
    ],
    ['/openai/other', ['provider openai', 'openai/other', null, null]],
    [`/${bidi}?key=sk-alice`, ['gemini google-ai-studio', ...live]],
    [`//${bidi}?key=sk-alice`, ['gemini google-ai-studio', ...live]],
    [`/google-ai-studio/${bidi}`, ['provider google-ai-studio', ...live]],
    ['/google?api_key=sk-alice', ['provider google-ai-studio', ...live]],
    [`/v1/${account}/default/google?api_key=sk-alice`, ['provider google-ai-studio', ...live]],
    ['/elevenlabs?agent_id=a', ['provider elevenlabs', 'elevenlabs?agent_id=a', null, 'storage none']],
    [
      '/elevenlabs/v1/text-to-speech/v/stream-input?model_id=eleven_flash',
      [
        'provider elevenlabs',
        'elevenlabs/v1/text-to-speech/v/stream-input?model_id=eleven_flash',
        'eleven_flash',
        'inference characters',
      ],
    ],
    [
      '/cartesia/tts/websocket?cartesia_version=1',
      ['provider cartesia', 'cartesia?cartesia_version=1', 'model_id', 'inference characters'],
    ],
    [
      '/deepgram/v1/listen?model=nova-3',
      ['provider deepgram', 'deepgram/v1/listen?model=nova-3', 'nova-3', 'inference duration'],
    ],
    [
      '/workers-ai?model=@cf/deepgram/nova-3',
      [
        'provider workers-ai',
        'workers-ai?model=@cf/deepgram/nova-3',
        '@cf/deepgram/nova-3',
        'inference duration',
      ],
    ],
    [
      '/fal/fal-ai/fast-lcm/realtime',
      ['provider fal', 'fal/fal-ai/fast-lcm/realtime', 'fal-ai/fast-lcm/realtime', 'inference none'],
    ],
    [
      '/azure-openai/res/openai/realtime?deployment=d&api-version=1',
      [
        'provider azure-openai',
        'azure-openai/res/openai/realtime?deployment=d&api-version=1',
        'd',
        'inference realtime',
      ],
    ],
    [
      '/azure-openai/res/openai/v1/realtime?model=d&api-version=1',
      [
        'provider azure-openai',
        'azure-openai/res/openai/v1/realtime?model=d&api-version=1',
        'd',
        'inference realtime',
      ],
    ],
    [
      '/azure-openai/res/dep/realtime?api-version=1',
      ['provider azure-openai', 'azure-openai/res/dep/realtime?api-version=1', 'dep', 'inference realtime'],
    ],
  ])('from %s', (target, journey) => {
    expect(journeyOf(target)).toEqual(journey)
  })

  test.each([
    ['/v1/chat/completions', 'not_found'],
    ['/mistral/v1/chat/completions', 'not_found'],
    ['/v1/realtime?model=grok-voice', 'wrong_door'],
    ['/v1/realtime?model=claude-sonnet-5', 'wrong_door'],
    ['/v1/realtime?model=whose', 'model_not_found'],
    ['/v1/realtime?model=gpt-realtime&model=gpt-realtime-max', 'bad_request'],
    ['/v1/realtime?model=gpt-realtime&Model=gpt-realtime-max', 'bad_request'],
    ['/deepgram/v1/listen?MODEL=nova-3', 'bad_request'],
    ['/openai/%2e%2e/google', 'bad_path'],
    [`/v1/${account}/other/google`, 'no door'],
    ['/ws/somewhere.else', 'not_found'],
    ['/nothing', 'no door'],
  ])('nowhere from %s: %s', (target, reason) => {
    expect(journeyOf(target)).toBe(reason)
  })

  test('with the operator’s key in the query where the gateway wants it there', () => {
    expect(journeyOf('/google?api_key=sk-alice', 'google-secret')).toEqual([
      'provider google-ai-studio',
      'google?api_key=google-secret',
      'setup.model',
      'inference bidi',
    ])
  })
})

test('a handshake has the upgrade, the subprotocols that pass, and the operator’s key in one place only', () => {
  const provider = providerAt('cartesia')
  if (!provider) throw new Error('no such row')
  const headers = new Headers({ 'x-api-key': 'cartesia-secret', accept: '*/*' })
  const url = new URL('https://gateway.test/v1/a/g/cartesia/?v=1')
  const outgoing = { url, method: 'GET', headers, body: null }
  const sent = upstreamHandshake(outgoing, { path: '', provider }, ['realtime', 'b'], {
    providerKey: () => 'cartesia-secret',
  })
  expect([sent.url.href, Object.fromEntries(sent.headers)]).toEqual([
    'https://gateway.test/v1/a/g/cartesia?v=1&api_key=cartesia-secret',
    { accept: '*/*', upgrade: 'websocket', 'sec-websocket-protocol': 'realtime, b' },
  ])
})
