import OpenAI from 'openai'
import type { Row } from '../ledger/row.ts'
import { usdText } from './usd.ts'

/** Asks for one streamed answer as any program would, and writes it as it arrives. Returns the request's id. */
export async function askOnce(url: string, token: string, write: (text: string) => void): Promise<string> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 })
  const { data: chunks, response } = await client.chat.completions
    .create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Say hello in one sentence.' }],
      stream: true,
    })
    .withResponse()
  for await (const chunk of chunks) write(chunk.choices[0]?.delta.content ?? '')
  return response.headers.get('tollgate-request-id') ?? ''
}

/** What reading the ledger needs of D1. */
export interface Ledger {
  prepare(sql: string): { bind(id: string): { first(): Promise<unknown> } }
}

/**
 * The request's row, once it is there: rows reach D1 some seconds after the answer, and the first one brings the
 * tables with it. Null if none came in time.
 */
export async function waitForRow(ledger: Ledger, id: string, waitMs: number): Promise<Partial<Row> | null> {
  const end = performance.now() + waitMs
  while (performance.now() < end) {
    const row = await readRow(ledger, id)
    if (row !== null) return row
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return null
}

async function readRow(ledger: Ledger, id: string): Promise<Partial<Row> | null> {
  try {
    const row = await ledger.prepare('SELECT * FROM requests WHERE id = ?').bind(id).first()
    return typeof row === 'object' ? row : null
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such table')) return null
    throw error
  }
}

const shown = [
  'id',
  'key_id',
  'provider',
  'endpoint',
  'model',
  'served_model',
  'status',
  'outcome',
  'input_tokens',
  'output_tokens',
  'usage_source',
  'ttfb_ms',
  'duration_ms',
] as const satisfies readonly (keyof Row)[]

/** The columns of a row that a person looks at first, one a line, and its cost in USD with the price's id. */
export function describeRow(row: Partial<Row>): string {
  const lines: [name: string, value: string | number][] = shown.map((column) => [column, row[column] ?? '–'])
  lines.push(['cost', costOf(row)])
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}

function costOf({ cost_nano_usd: nano = null, price_id: price = null }: Partial<Row>): string {
  if (nano === null) return 'no price'
  return `$${usdText(BigInt(nano))}${price === null ? '' : ` (${price})`}`
}
