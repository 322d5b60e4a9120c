import { describe, expect, test } from 'vitest'
import { anthropic } from '../../src/endpoints/anthropic.ts'
import { type Api, matchEndpoint } from '../../src/endpoints/endpoint.ts'
import { gemini } from '../../src/endpoints/gemini.ts'
import { openai } from '../../src/endpoints/openai.ts'

/** Scope and usage dialect of a request, and how its body is read. */
function known(api: Api, line: string): string {
  const [method = '', path = ''] = line.split(' ')
  const row = matchEndpoint(api, method, path)?.endpoint
  if (!row) return 'unknown'
  const body = row.json ? `json${row.form ? ` or form (${row.form})` : ''}` : 'unread'
  const model = row.leavesModel ? ', models elsewhere' : row.modelOptional ? ', model optional' : ''
  return `${row.scope} ${row.usage}: ${body}${model}`
}

const storage = 'storage none: unread'
const jobs = 'storage none: unread, models elsewhere'
const read = 'inference none: unread'
const mint = 'mint none: unread'
const account = 'account none: unread'

/** https://platform.openai.com/docs/api-reference */
const openaiLines: Record<string, string> = {
  'POST chat/completions': 'inference openai-chat: json',
  'POST completions': 'inference openai-chat: json',
  'POST responses': 'inference openai-responses: json, model optional',
  'POST responses/compact': 'inference openai-responses: json, model optional',
  'POST responses/input_tokens': 'inference none: json, model optional',
  'POST responses/resp_1/cancel': read,
  'GET responses/resp_1': read,
  'HEAD responses/resp_1': read,
  'GET responses/resp_1/input_items': read,
  'DELETE responses/resp_1': storage,
  'POST decisions': 'inference openai-responses: json',
  'POST embeddings': 'inference openai-embeddings: json',
  'POST moderations': 'inference none: json, model optional',
  'POST images/generations': 'inference openai-images: json, model optional',
  'POST images/edits': 'inference openai-images: json or form (objects), model optional',
  'POST images/variations': 'inference openai-images: json or form (model), model optional',
  'POST audio/speech': 'inference openai-speech: json',
  'POST audio/transcriptions': 'inference openai-transcription: json or form (model)',
  'POST audio/translations': 'inference openai-transcription: json or form (model)',
  'POST audio/voices': storage,
  'GET audio/voice_consents': storage,
  'POST videos': 'inference openai-videos: json or form (objects), model optional',
  'POST videos/edits': 'inference openai-videos: json or form (objects), model optional',
  'POST videos/extensions': 'inference openai-videos: json or form (objects), model optional',
  'POST videos/video_1/remix': 'storage openai-videos: json, model optional',
  'GET videos/video_1': read,
  'GET videos/video_1/content': read,
  'GET videos': storage,
  'DELETE videos/video_1': storage,
  'POST videos/characters': storage,
  'GET videos/characters': storage,
  'GET videos/characters/char_1': storage,
  'GET chat/completions': storage,
  'GET chat/completions/chatcmpl_1': storage,
  'GET chat/completions/chatcmpl_1/messages': storage,
  'POST chat/completions/chatcmpl_1': storage,
  'DELETE chat/completions/chatcmpl_1': storage,
  'GET models': read,
  'GET models/gpt-5': read,
  'DELETE models/ft:gpt-5:me::1': storage,
  'POST files': storage,
  'GET files': storage,
  'GET files/file-1/content': storage,
  'DELETE files/file-1': storage,
  'POST uploads': storage,
  'POST uploads/upload_1/parts': storage,
  'POST vector_stores': storage,
  'POST vector_stores/vs_1/search': storage,
  'POST containers': storage,
  'GET containers/cntr_1/files/cfile_1/content': storage,
  'POST conversations': storage,
  'GET conversations/conv_1/items': storage,
  'POST skills': storage,
  'GET skills/skill_1/content': storage,
  'GET vaults': storage,
  'GET chatkit/threads': storage,
  'POST batches': jobs,
  'GET batches': jobs,
  'GET batches/batch_1': jobs,
  'POST batches/batch_1/cancel': jobs,
  'POST fine_tuning/jobs': jobs,
  'GET fine_tuning/jobs/ftjob_1/events': jobs,
  'POST evals': jobs,
  'POST evals/eval_1/runs': jobs,
  'POST assistants': jobs,
  'POST threads/runs': jobs,
  'POST agents/sessions': jobs,
  'POST realtime/client_secrets': mint,
  'POST realtime/calls': mint,
  'POST realtime/sessions': mint,
  'POST live/sessions': mint,
  'POST chatkit/sessions': mint,
  'GET organization/users': account,
  'GET organization/usage/completions': account,
  'GET projects/p/roles': account,
  'POST webhook_endpoints': account,
  'GET safety/alerts/a': account,
  'POST something/new': 'unknown',
  'POST filesystem': 'unknown',
}

/** https://docs.anthropic.com/en/api */
const anthropicLines: Record<string, string> = {
  'POST messages': 'inference anthropic-messages: json',
  'POST messages/count_tokens': 'inference none: json',
  'POST messages/batches': jobs,
  'GET messages/batches': jobs,
  'GET messages/batches/msgbatch_1': jobs,
  'GET messages/batches/msgbatch_1/results': jobs,
  'POST messages/batches/msgbatch_1/cancel': jobs,
  'DELETE messages/batches/msgbatch_1': jobs,
  'GET models': read,
  'GET models/claude-sonnet-5': read,
  'POST files': storage,
  'GET files/file_1/content': storage,
  'POST skills': storage,
  'DELETE skills/skill_1/versions/1': storage,
  'GET environments': storage,
  'GET memory_stores/m/memories': storage,
  'POST vaults': storage,
  'POST user_profiles': storage,
  'POST agents': jobs,
  'POST sessions': jobs,
  'GET sessions/s/events/stream': jobs,
  'POST deployments/d/run': jobs,
  'POST dreams': jobs,
  'POST tunnels/t/reveal_token': mint,
  'GET organizations/me': account,
}

/** https://ai.google.dev/api */
const geminiLines: Record<string, string> = {
  'POST models/g:generateContent': 'inference gemini-generate: json',
  'POST models/g:streamGenerateContent': 'inference gemini-generate: json',
  'POST models/g:embedContent': 'inference gemini-generate: json',
  'POST models/g:batchEmbedContents': 'inference gemini-generate: json',
  'POST models/g:countTokens': 'inference none: json',
  'POST models/imagen-4:predict': 'inference gemini-predict: json',
  'POST models/veo-3:predictLongRunning': 'inference gemini-video: json',
  'POST models/veo-3:fetchPredictOperation': read,
  'GET models/veo-3/operations/abc': read,
  'POST models/g:batchGenerateContent': 'storage none: json',
  'POST models/g:asyncBatchEmbedContent': 'storage none: json',
  'POST tunedModels/t:generateContent': 'inference gemini-generate: json',
  'POST tunedModels/t:streamGenerateContent': 'inference gemini-generate: json',
  'POST interactions': 'inference gemini-interactions: json',
  'GET interactions/i1': read,
  'POST interactions/i1/cancel': read,
  'DELETE interactions/i1': storage,
  'GET models': read,
  'GET models/g': read,
  'POST cachedContents': storage,
  'PATCH cachedContents/c1': storage,
  'GET files': storage,
  'DELETE files/f1': storage,
  'POST files:register': storage,
  'GET files/f1:download': storage,
  'POST batches': jobs,
  'GET batches/b1': jobs,
  'POST batches/b1:cancel': jobs,
  'POST tunedModels': jobs,
  'GET tunedModels/t': jobs,
  'POST fileSearchStores': storage,
  'GET fileSearchStores/s/documents': storage,
  'POST corpora': storage,
  'GET operations': storage,
  'GET operations/o': storage,
  'POST auth_tokens': mint,
  'POST auth_tokens:create': mint,
}

describe.each([
  ['OpenAI', openai, openaiLines],
  ['Anthropic', anthropic, anthropicLines],
  ['Google', gemini, geminiLines],
] as const)('the table of %s', (_, api, lines) => {
  test('has a scope and a usage dialect for every endpoint', () => {
    const found = Object.keys(lines).map((line) => [line, known(api, line)])
    expect(Object.fromEntries(found)).toEqual(lines)
  })

  test('lets nothing but answers and lists of models be had without `storage`', () => {
    const free = api.filter(({ scope, method }) => scope === 'inference' && method !== 'POST')
    expect(free.filter(({ method, path }) => method !== 'GET' || !/^models$|\{/.test(path))).toEqual([])
  })

  test('reads a form only where JSON of the same meaning is read', () => {
    expect(api.filter(({ form, json }) => form !== undefined && json !== true)).toEqual([])
  })
})
