import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { Mistral } from '@mistralai/mistralai'
import Groq from 'groq-sdk'
import OpenAI from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Reply } from '../support/gateway.ts'
import { exchange } from './exchange.ts'
import { free, pricedBy, unpriced, wholeRow } from './keys-and-rows.ts'
import { type Stage, sharedStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await sharedStage()
})

const storage = { scopes: ['inference', 'storage'] }
/** A batch's details, with the longest input of several. */
function detailsOf(longest?: number): string {
  return JSON.stringify({ service_tier: 'batch', longest_input_tokens: longest })
}

/** Sends a text of any length in pieces that no line ends with. */
async function sendCut(reply: Reply, contentType: string, text: string, until = Infinity): Promise<void> {
  const bytes = Buffer.from(text)
  const sizes = [65_537, 1, 13, 30_011]
  reply.head(200, { 'content-type': contentType })
  for (let from = 0, turn = 0; from < Math.min(bytes.length, until); turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    await reply.send(bytes.subarray(from, from + size))
    from += size
  }
}

describe.concurrent('the results of a batch', () => {
  test('Anthropic: 5 MB of them, cut at odd places, are one sum, however often and however far they are read', async () => {
    const guest = await stage.guest('long-batch', storage)
    const model = 'claude-haiku-4-5-20251001'
    const usage = { input_tokens: 1_000, output_tokens: 100, service_tier: 'batch' }
    const content = [{ type: 'text', text: 'Grüße 🎉 '.repeat(1_000) }]
    const message = { id: 'msg_1', type: 'message', model, content, usage }
    const line = `${JSON.stringify({ custom_id: 'one', result: { type: 'succeeded', message } })}\n`
    const lines = Math.ceil((5 * 1024 * 1024) / Buffer.byteLength(line))
    const text = line.repeat(lines)
    let readings = 0
    guest.answerWith(async (reply, { method, body }) => {
      await body
      if (method === 'POST')
        return reply.answer(200, { id: 'mb_1', type: 'message_batch', processing_status: 'in_progress' })
      readings += 1
      await sendCut(reply, 'application/octet-stream', text, readings === 1 ? 2_000_000 : Infinity)
      return readings === 1 ? reply.break() : reply.end()
    })
    const client = new Anthropic({ apiKey: guest.token, baseURL: stage.url, maxRetries: 0 })
    const params = { model: 'claude-haiku-4-5', max_tokens: 100, messages: [] }
    await client.messages.batches.create({ requests: [{ custom_id: 'one', params }] })
    const path = '/v1/messages/batches/mb_1/results'
    const headers = { 'x-api-key': guest.token }
    await expect(exchange(stage.url, { method: 'GET', path, headers })).rejects.toThrow()
    for (const _ of [1, 2]) {
      const { body } = await exchange(stage.url, { method: 'GET', path, headers })
      expect(body.equals(Buffer.from(text))).toBe(true)
    }
    const said = { key_id: 'long-batch', door: 'anthropic', provider: 'anthropic' }
    const look = wholeRow({ ...said, endpoint: 'messages/batches/mb_1/results', ...free })
    expect(await guest.rows(4)).toEqual([
      wholeRow({
        ...said,
        endpoint: 'messages/batches',
        served_model: model,
        usage_source: 'reported',
        input_tokens: 1_000 * lines,
        output_tokens: 100 * lines,
        details: detailsOf(1_000),
        ...pricedBy('anthropic/claude-haiku-4-5', (lines * (1_000 * 1_000 + 100 * 5_000)) / 2),
      }),
      { ...look, outcome: 'upstream_error' },
      look,
      look,
    ])
  })

  test('Groq: the file of a batch that states no sum does, at a price that nobody knows', async () => {
    const guest = await stage.guest('groq-batch', storage)
    const chat = { model: 'llama-3.3-70b', usage: { prompt_tokens: 20, completion_tokens: 5 } }
    const line = `${JSON.stringify({ custom_id: 'one', response: { status_code: 200, body: chat } })}\n`
    const batch = {
      id: 'batch_1',
      object: 'batch',
      endpoint: '/v1/chat/completions',
      input_file_id: 'file_1',
    }
    const looks = [
      { ...batch, status: 'in_progress' },
      { ...batch, status: 'completed', output_file_id: 'file_2' },
    ]
    guest.answerWith(async (reply, { method, url, body }) => {
      await body
      if (method === 'POST') return reply.answer(200, { ...batch, status: 'validating' })
      if (!url.endsWith('/files/file_2/content')) return reply.answer(200, looks.shift())
      await sendCut(reply, 'application/octet-stream', line.repeat(2_000))
      return reply.end()
    })
    const client = new Groq({ apiKey: guest.token, baseURL: `${stage.url}/groq`, maxRetries: 0 })
    const asked = {
      input_file_id: 'file_1',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    } as const
    await client.batches.create(asked)
    await client.batches.retrieve('batch_1')
    const { output_file_id = '' } = await client.batches.retrieve('batch_1')
    for (const _ of [1, 2]) {
      const text = await (await client.files.content(output_file_id)).text()
      expect(text.length).toBe(line.length * 2_000)
    }
    const said = { key_id: 'groq-batch', door: 'provider', provider: 'groq' }
    const look = wholeRow({ ...said, endpoint: 'batches/batch_1', ...free })
    const file = wholeRow({ ...said, endpoint: 'files/file_2/content', ...free })
    expect(await guest.rows(5)).toEqual([
      wholeRow({
        ...said,
        endpoint: 'batches',
        served_model: 'llama-3.3-70b',
        usage_source: 'reported',
        input_tokens: 40_000,
        output_tokens: 10_000,
        details: detailsOf(20),
        ...unpriced,
      }),
      look,
      look,
      file,
      file,
    ])
  })

  test('OpenAI: the file of a batch that was only seen in lists does', async () => {
    const guest = await stage.guest('listed-batch', storage)
    const chat = { model: 'gpt-4o-2024-08-06', usage: { prompt_tokens: 20, completion_tokens: 5 } }
    const line = `${JSON.stringify({ custom_id: 'one', response: { status_code: 200, body: chat } })}\n`
    const batch = { id: 'batch_1', object: 'batch', endpoint: '/v1/chat/completions', input_file_id: 'f' }
    const done = { ...batch, status: 'completed', output_file_id: 'file_2' }
    const other = { ...done, id: 'batch_0', output_file_id: 'file_1' }
    guest.answerWith(async (reply, { method, url, body }) => {
      await body
      if (method === 'POST') return reply.answer(200, { ...batch, status: 'validating' })
      if (url.includes('/batches')) return reply.answer(200, { object: 'list', data: [other, done] })
      return reply.answer(200, line.repeat(3), { 'content-type': 'application/octet-stream' })
    })
    const client = new OpenAI({ apiKey: guest.token, baseURL: `${stage.url}/v1`, maxRetries: 0 })
    await client.batches.create({
      input_file_id: 'f',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
    })
    const { data } = await client.batches.list()
    for (const { output_file_id = '' } of data) await (await client.files.content(output_file_id)).text()
    const said = { key_id: 'listed-batch', door: 'openai', provider: 'openai' }
    const look = (endpoint: string) => wholeRow({ ...said, endpoint, ...free })
    expect(await guest.rows(4)).toEqual([
      wholeRow({
        ...said,
        endpoint: 'batches',
        served_model: 'gpt-4o-2024-08-06',
        usage_source: 'reported',
        input_tokens: 60,
        output_tokens: 15,
        details: detailsOf(20),
        ...pricedBy('openai/gpt-4o', (60 * 2_500 + 15 * 10_000) / 2),
      }),
      look('batches'),
      look('files/file_1/content'),
      look('files/file_2/content'),
    ])
  })

  test('Mistral: in its file, or in the batch where they are asked for with it', async () => {
    const guest = await stage.guest('mistral-batch', storage)
    const model = 'magistral-medium-2509'
    const body = {
      id: 'c',
      object: 'chat.completion',
      model,
      usage: { prompt_tokens: 10, completion_tokens: 4 },
    }
    const result = { id: 'r', custom_id: 'one', response: { status_code: 200, body }, error: null }
    const counts = { total_requests: 2, completed_requests: 2, succeeded_requests: 2, failed_requests: 0 }
    const batch = (id: string, more: object) => ({
      id,
      object: 'batch',
      input_files: [],
      endpoint: '/v1/chat/completions',
      errors: [],
      status: 'SUCCESS',
      created_at: 0,
      ...counts,
      ...more,
    })
    const begun = ['b1', 'b2'].map((id) => batch(id, { status: 'QUEUED' }))
    guest.answerWith(async (reply, { method, url, body }) => {
      await body
      if (method === 'POST') return reply.answer(200, begun.shift())
      if (url.includes('/jobs/b1')) return reply.answer(200, batch('b1', { output_file: 'f1' }))
      if (url.includes('/jobs/b2')) return reply.answer(200, batch('b2', { outputs: [result, result] }))
      return reply.answer(200, `${JSON.stringify(result)}\n`.repeat(2), {
        'content-type': 'application/octet-stream',
      })
    })
    const client = new Mistral({ apiKey: guest.token, serverURL: `${stage.url}/mistral` })
    const { jobs } = client.batch
    for (const _ of begun.slice())
      await jobs.create({ endpoint: '/v1/chat/completions', model, inputFiles: ['f0'] })
    const { outputFile } = await jobs.get({ jobId: 'b1' })
    await new Response(await client.files.download({ fileId: outputFile ?? '' })).text()
    await jobs.get({ jobId: 'b2', inline: true })
    const said = { key_id: 'mistral-batch', door: 'provider', provider: 'mistral' }
    const paid = wholeRow({
      ...said,
      endpoint: 'v1/batch/jobs',
      served_model: model,
      usage_source: 'reported',
      input_tokens: 20,
      output_tokens: 8,
      details: detailsOf(10),
      ...pricedBy('mistral/magistral-medium', (20 * 2_000 + 8 * 5_000) / 2),
    })
    const look = (endpoint: string) => wholeRow({ ...said, endpoint, ...free })
    expect(await guest.rows(5)).toEqual([
      paid,
      paid,
      look('v1/batch/jobs/b1'),
      look('v1/files/f1/content'),
      look('v1/batch/jobs/b2'),
    ])
  })

  test('Gemini: in the batch itself, however long it is, or in its file', async () => {
    const guest = await stage.guest('gemini-batch', storage)
    const model = 'gemini-2.5-flash'
    const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 }
    const content = { role: 'model', parts: [{ text: 'Grüße 🎉 '.repeat(9_000) }] }
    const response = { candidates: [{ content, finishReason: 'STOP' }], usageMetadata, modelVersion: model }
    const output = {
      inlinedResponses: { inlinedResponses: Array.from({ length: 30 }, () => ({ response })) },
    }
    const ended = (id: string, told: object) => ({
      name: `batches/${id}`,
      metadata: { state: 'BATCH_STATE_SUCCEEDED', output: told },
      done: true,
      response: told,
    })
    const begun = ['g1', 'g2'].map((id) => ({
      name: `batches/${id}`,
      metadata: { state: 'BATCH_STATE_PENDING' },
    }))
    guest.answerWith(async (reply, { method, url, body }) => {
      await body
      if (method === 'POST') return reply.answer(200, begun.shift())
      if (url.includes('/batches/g2')) return reply.answer(200, ended('g2', { responsesFile: 'files/r2' }))
      if (url.includes('/files/r2:download')) {
        return reply.answer(200, `${JSON.stringify({ key: 'one', response })}\n`)
      }
      await sendCut(reply, 'application/json; charset=UTF-8', JSON.stringify(ended('g1', output), null, 2))
      return reply.end()
    })
    const client = new GoogleGenAI({
      apiKey: guest.token,
      httpOptions: { baseUrl: stage.url, apiVersion: 'v1beta' },
    })
    const src = [{ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] }]
    for (const _ of begun.slice()) await client.batches.create({ model, src })
    const { dest } = await client.batches.get({ name: 'batches/g1' })
    expect(dest?.inlinedResponses?.length).toBe(30)
    await client.batches.get({ name: 'batches/g2' })
    const headers = { 'x-goog-api-key': guest.token }
    await exchange(stage.url, { method: 'GET', path: '/v1beta/files/r2:download?alt=media', headers })
    const said = { key_id: 'gemini-batch', door: 'gemini', provider: 'google-ai-studio' }
    const paid = (requests: number) =>
      wholeRow({
        ...said,
        endpoint: `models/${model}:batchGenerateContent`,
        model,
        served_model: model,
        usage_source: 'reported',
        input_tokens: 10 * requests,
        output_tokens: 5 * requests,
        details: detailsOf(requests > 1 ? 10 : undefined),
        ...pricedBy(`google/${model}`, (requests * (10 * 300 + 5 * 2_500)) / 2),
      })
    const look = (endpoint: string) => wholeRow({ ...said, endpoint, ...free })
    expect(await guest.rows(5)).toEqual([
      paid(30),
      paid(1),
      look('batches/g1'),
      look('batches/g2'),
      look('files/r2:download'),
    ])
  })
})

test('Workers AI: a queue of runs is paid once, at the path where it is asked after too', async () => {
  const guest = await stage.guest('queued-run')
  const model = '@cf/baai/bge-m3'
  const answered = (result: object) => ({ result, success: true, errors: [], messages: [] })
  const responses = [{ id: 0, result: { response: [] }, success: true }]
  const done = answered({ responses, usage: { prompt_tokens: 1_000, completion_tokens: 0 } })
  const waiting = answered({ status: 'queued', request_id: 'w1', model })
  const answers = [waiting, waiting, done, done]
  guest.answerWith(async (reply, { body }) => {
    await body
    reply.answer(200, answers.shift() ?? null)
  })
  const headers = { authorization: `Bearer ${guest.token}`, 'content-type': 'application/json' }
  const path = `/workers-ai/${model}?queueRequest=true`
  const again = { request_id: 'w1' }
  for (const sent of [{ requests: [{ text: 'Hi' }] }, again, again, again]) {
    await exchange(stage.url, { path, headers, body: JSON.stringify(sent) })
  }
  expect(guest.arrivals().map(({ url }) => url)).toEqual(Array(4).fill(`/v1/local/default${path}`))
  const said = { key_id: 'queued-run', door: 'provider', provider: 'workers-ai', endpoint: model, model }
  const look = wholeRow({ ...said, ...free })
  const counted = { usage_source: 'reported', input_tokens: 1_000, output_tokens: 0 }
  expect(await guest.rows(4)).toEqual([
    wholeRow({ ...said, ...counted, ...pricedBy('cloudflare/@cf/baai/bge-m3', 12_000) }),
    look,
    look,
    look,
  ])
})

test('OpenAI: a fine-tuning is counted by its trained tokens, once it is over', async () => {
  const guest = await stage.guest('trainer', storage)
  const job = { id: 'ftjob-1', object: 'fine_tuning.job', model: 'gpt-4.1-mini', trained_tokens: null }
  const looks = [
    { ...job, status: 'running' },
    { ...job, status: 'succeeded', trained_tokens: 5_768 },
  ]
  guest.answerWith(async (reply, { method, body }) => {
    await body
    reply.answer(200, method === 'POST' ? { ...job, status: 'validating_files' } : (looks.shift() ?? null))
  })
  const { jobs } = new OpenAI({ apiKey: guest.token, baseURL: `${stage.url}/v1`, maxRetries: 0 }).fineTuning
  await jobs.create({ model: 'gpt-4.1-mini', training_file: 'file-1' })
  await jobs.retrieve('ftjob-1')
  await jobs.retrieve('ftjob-1')
  const said = { key_id: 'trainer', door: 'openai', provider: 'openai' }
  const look = wholeRow({ ...said, endpoint: 'fine_tuning/jobs/ftjob-1', ...free })
  expect(await guest.rows(3)).toEqual([
    wholeRow({
      ...said,
      endpoint: 'fine_tuning/jobs',
      served_model: 'gpt-4.1-mini',
      usage_source: 'reported',
      units: 5_768,
      unit: 'trained token',
    }),
    look,
    look,
  ])
})
