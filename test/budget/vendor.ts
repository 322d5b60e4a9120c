import type { Handler } from '../support/gateway.ts'

/** A vendor's own book: what each request that reached it cost, in nano-USD. */
export interface Vendor {
  handler: Handler
  /** Nano-USD of all answers to keys of some kind, those that broke off too. */
  spent(isOf?: (keyId: string) => boolean): number
  /** Those that came, answered or not. */
  requests(isOf?: (keyId: string) => boolean): number
}

/** USD per million tokens of gpt-4o, in nano-USD per token. https://openai.com/api/pricing */
const nano = { input: 2_500, output: 10_000 }

interface Asked {
  stream?: boolean
  n?: number
  max_completion_tokens?: number
  messages: { content: string }[]
}

/** A vendor of gpt-4o that answers at random, but never more than was asked for; `random` is in [0, 1). */
export function gpt4oVendor(random: () => number): Vendor {
  const costs = new Map<string, number[]>()
  const costsOf = (isOf: (keyId: string) => boolean): number[] =>
    [...costs].flatMap(([keyId, own]) => (isOf(keyId) ? own : []))
  const any = (): boolean => true
  return {
    spent: (isOf = any) => costsOf(isOf).reduce((sum, cost) => sum + cost, 0),
    requests: (isOf = any) => costsOf(isOf).length,
    async handler(reply, arrival) {
      const { key } = JSON.parse(String(arrival.headers['cf-aig-metadata'])) as { key: string }
      const own = costs.get(key) ?? []
      costs.set(key, own)
      const asked = JSON.parse(String(await arrival.body)) as Asked
      const input = Math.max(1, Math.floor(JSON.stringify(asked.messages).length / 3))
      const most = asked.max_completion_tokens ?? 16_384
      const output = Math.floor(random() * (most + 1)) * (asked.n ?? 1)
      own.push(input * nano.input + output * nano.output)
      const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
      const base = { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4o-2024-08-06' }
      await new Promise((resolve) => setTimeout(resolve, random() * 30))
      if (asked.stream !== true) {
        const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'ok' } }]
        return reply.answer(200, { ...base, choices, usage })
      }
      const chunk = { ...base, object: 'chat.completion.chunk' }
      const choices = [{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: 'ok' } }]
      return reply.stream([
        `data: ${JSON.stringify({ ...chunk, choices })}\n\n`,
        `data: ${JSON.stringify({ ...chunk, choices: [], usage })}\n\n`,
        'data: [DONE]\n\n',
      ])
    },
  }
}

/** The same numbers in every run: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
