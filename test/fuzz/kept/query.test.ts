import { describe, expect, test } from 'vitest'
import { findCredential } from '../../../src/keys/credential.ts'
import { readParameter } from '../../../src/route/parameter.ts'
import { upstreamUrl } from '../../../src/rewrite/url.ts'
import { base, gateway, provider } from '../../rewrite/sources.ts'

describe('kept: a second question mark in a query', () => {
  // `URLSearchParams` leaves out a `?` at the beginning of a text; servers take it for a part of the first name.

  test('is no place for a key: it was taken from `??key=…`, and went upstream there', () => {
    const url = 'https://tollgate.test/v1/models??key=sk-alice'
    expect(findCredential({ url, headers: new Headers() })).toMatchObject({
      refusal: { reason: 'invalid_api_key' },
    })
  })

  test('names no model: the key was asked about one that the upstream never saw', () => {
    expect(readParameter('?model=nova-3', 'model')).toEqual({ ok: true, value: null })
  })

  test('names no version: the usual one was not added', () => {
    const route = {
      provider: provider('azure-openai'),
      path: 'r/d/embeddings',
      options: null,
      door: { decoded: [] },
    }
    const made = upstreamUrl(route, '?api-version=1', gateway)
    expect(made.ok && made.value.href).toBe(
      `${base}/azure-openai/r/d/embeddings??api-version=1&api-version=2024-10-21`,
    )
  })
})
