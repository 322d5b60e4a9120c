import { describe, expect, test } from 'vitest'
import {
  credentialHeaders,
  credentialQuery,
  credentialSubprotocols,
  findCredential,
} from '../../src/keys/credential.ts'

const key = 'sk-alice-0123456789abcdefghijklmnopqrstuvwxyzABCD'
const found = { ok: true, value: key }

function credentialOf(headers: Record<string, string>, query = '') {
  return findCredential({ headers: new Headers(headers), url: `https://w.example/v1/models${query}` })
}

describe('a key is taken from wherever a client puts one', () => {
  test.each([
    ['Bearer', { authorization: `Bearer ${key}` }],
    ['bearer in small letters and with more blanks', { authorization: `bEARER   ${key}` }],
    ['Token', { authorization: `Token ${key}` }],
    ['Key', { authorization: `key ${key}` }],
    ['no scheme', { authorization: key }],
    ['Basic password', { authorization: `Basic ${btoa(`someone:${key}`)}` }],
    ['Basic user name with an empty password', { authorization: `basic ${btoa(`${key}:`)}` }],
    ['Basic without a colon', { authorization: `Basic ${btoa(key)}` }],
    ['x-api-key', { 'x-api-key': key }],
    ['api-key', { 'Api-Key': ` ${key} ` }],
    ['x-goog-api-key', { 'x-goog-api-key': key }],
    ['xi-api-key', { 'xi-api-key': key }],
    [
      'OpenAI subprotocol',
      { 'sec-websocket-protocol': `realtime, openai-insecure-api-key.${key}, openai-beta.realtime-v1` },
    ],
    ['ElevenLabs subprotocol', { 'sec-websocket-protocol': `xi-api-key.${key}` }],
    ['fal subprotocol', { 'sec-websocket-protocol': `fal-api-key.${key}` }],
    ['gateway subprotocol', { 'sec-websocket-protocol': `cf-aig-authorization.${key}` }],
  ])('header: %s', (_, headers) => {
    expect(credentialOf(headers)).toEqual(found)
  })

  test.each([
    ['?key=', `?key=${key}`],
    ['?api_key=', `?alt=sse&api_key=${key}`],
    ['?api-key=', `?api-key=${key}#fragment`],
    ['percent-encoded', `?%6Bey=%73${key.slice(1)}`],
  ])('query: %s', (_, query) => {
    expect(credentialOf({}, query)).toEqual(found)
  })
})

describe('several keys', () => {
  test.each([
    ['two headers', { authorization: `Bearer ${key}`, 'x-api-key': key }, ''],
    ['header and query', { 'x-goog-api-key': key }, `?key=${key}`],
    ['one header sent twice', { authorization: `Bearer ${key}, Bearer ${key}` }, ''],
    ['an empty place beside', { authorization: 'Bearer ', 'x-api-key': key }, '?key='],
    [
      'a signature for AWS beside',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=h, Signature=s', 'x-api-key': key },
      '',
    ],
    ['a scheme of nobody here beside', { authorization: 'Digest username=x', 'x-api-key': key }, ''],
  ])('the same key twice, or one that counts, is fine: %s', (_, headers, query) => {
    expect(credentialOf(headers, query)).toEqual(found)
  })

  test.each([
    [{ authorization: `Bearer ${key}`, 'x-api-key': 'other' }, '', 'authorization, x-api-key'],
    [{ 'x-goog-api-key': key }, '?key=other', 'x-goog-api-key, ?key='],
    [{ authorization: `Bearer ${key}, Bearer other` }, '', 'authorization'],
    [{}, `?key=${key}&key=other`, '?key='],
    [
      { 'sec-websocket-protocol': `xi-api-key.${key}, fal-api-key.other` },
      '',
      'the subprotocol xi-api-key.*, the subprotocol fal-api-key.*',
    ],
  ])('two different ones are refused, and the places are named: %j %s', (headers, query, places) => {
    expect(credentialOf(headers, query)).toEqual({
      ok: false,
      refusal: {
        reason: 'invalid_api_key',
        message: `This request carries different keys (in ${places}). Send only one.`,
      },
    })
  })
})

test.each([
  ['nothing', {}, ''],
  ['a scheme alone', { authorization: 'Bearer' }, ''],
  ['another scheme', { authorization: 'Digest username=x' }, ''],
  [
    'a signature for AWS',
    { authorization: 'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=h, Signature=s' },
    '',
  ],
  ['Basic that is not base64', { authorization: 'Basic ***' }, ''],
  ['a short-lived token of a vendor', {}, `?access_token=${key}`],
  ['a subprotocol without a key', { 'sec-websocket-protocol': 'realtime' }, ''],
])('without a key the refusal says where to put it: %s', (_, headers, query) => {
  expect(credentialOf(headers, query)).toEqual({
    ok: false,
    refusal: {
      reason: 'invalid_api_key',
      message:
        'This request carries no key. Send it as `Authorization: Bearer sk-…` (SDKs do so with their setting for the API key); ' +
        '`x-api-key`, `api-key`, `x-goog-api-key`, `xi-api-key` and the query parameter `key` work too.',
    },
  })
})

test('the tables name what must not go upstream', () => {
  expect({ credentialHeaders, credentialQuery, credentialSubprotocols }).toEqual({
    credentialHeaders: ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'xi-api-key'],
    credentialQuery: ['key', 'api_key', 'api-key', 'access_token'],
    credentialSubprotocols: [
      'openai-insecure-api-key.',
      'xi-api-key.',
      'fal-api-key.',
      'cf-aig-authorization.',
    ],
  })
})
