import type { Counts } from '../counts.ts'
import { events, type Heard, perPiece, type Said, whole, words } from './said.ts'

/** Chat completions: the counts of a stream come in a chunk of their own, where they were asked for. */
export function chat(counts: Counts, { model, streams, wantsUsage, pieces }: Heard): Said {
  const usage = {
    prompt_tokens: counts.input,
    completion_tokens: counts.output,
    total_tokens: (counts.input ?? 0) + (counts.output ?? 0),
    prompt_tokens_details: { cached_tokens: counts.cacheRead },
    completion_tokens_details: { reasoning_tokens: counts.reasoning },
  }
  const about = { id: 'chatcmpl-1', created: 1, model }
  if (!streams) {
    const message = { role: 'assistant', content: words, refusal: null }
    const choices = [{ index: 0, message, finish_reason: 'stop' }]
    return whole({ ...about, object: 'chat.completion', choices, usage })
  }
  const chunk = (more: object) =>
    `data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', ...more })}\n\n`
  const choice = (delta: object, finish_reason: string | null) => ({
    choices: [{ index: 0, delta, finish_reason }],
  })
  const texts = perPiece(pieces, () => chunk(choice({ content: words }, null)))
  const last = wantsUsage ? [chunk({ choices: [], usage })] : []
  const end = chunk(choice({}, 'stop'))
  const all = [
    chunk(choice({ role: 'assistant', content: '' }, null)),
    ...texts,
    end,
    ...last,
    'data: [DONE]\n\n',
  ]
  return events(all, wantsUsage ? all.length - 2 : null)
}

export function responses(counts: Counts, { model, streams, pieces }: Heard): Said {
  const usage = {
    input_tokens: counts.input,
    input_tokens_details: { cached_tokens: counts.cacheRead },
    output_tokens: counts.output,
    output_tokens_details: { reasoning_tokens: counts.reasoning },
    total_tokens: (counts.input ?? 0) + (counts.output ?? 0),
  }
  const about = { id: 'resp_1', object: 'response', created_at: 1, model, error: null, output: [] }
  if (!streams) return whole({ ...about, status: 'completed', usage })
  const event = (type: string, more: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 1, ...more })}\n\n`
  const texts = perPiece(pieces, () =>
    event('response.output_text.delta', {
      item_id: 'msg_1',
      output_index: 0,
      content_index: 0,
      delta: words,
    }),
  )
  const all = [
    event('response.created', { response: { ...about, status: 'in_progress', usage: null } }),
    ...texts,
    event('response.completed', { response: { ...about, status: 'completed', usage } }),
  ]
  return events(all, all.length - 1)
}

export function embeddings(counts: Counts, { model }: Heard): Said {
  const usage = { prompt_tokens: counts.input, total_tokens: counts.input }
  const data = [{ object: 'embedding', index: 0, embedding: [0.1, 0.2] }]
  return whole({ object: 'list', data, model, usage })
}

export function transcription(counts: Counts): Said {
  const total = (counts.input ?? 0) + (counts.output ?? 0)
  const usage = {
    type: 'tokens',
    input_tokens: counts.input,
    output_tokens: counts.output,
    total_tokens: total,
  }
  return whole({ text: words, usage })
}
