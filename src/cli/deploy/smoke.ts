import * as z from 'zod'
import { quote } from '../../refusal/client-text.ts'
import { attempt, untilFine, type Outside, type Told } from './asked.ts'
import type { FirstKeys } from './first-keys.ts'

/** How a new Worker answers. `works` is about the Worker; what the gateway says is told either way. */
export interface Smoke {
  works: boolean
  lines: string[]
}

const healthSchema = z.object({
  ok: z.boolean(),
  missing: z.array(z.string()),
  problems: z.array(z.string()),
})
const modelsSchema = z.object({ data: z.array(z.unknown()) })
const chatSchema = z.object({ model: z.string().nullish(), choices: z.array(z.unknown()) })
const errorSchema = z.object({ error: z.object({ message: z.string() }) })
const doctorSchema = z.object({
  findings: z.array(z.object({ level: z.string(), what: z.string(), fix: z.string() })),
})

/** Asks the Worker how it is and, with its first keys, for one tiny answer through the gateway. Never throws. */
export async function smoke(
  url: string,
  keys: FirstKeys | null,
  model: string,
  outside: Outside,
): Promise<Smoke> {
  const health = await untilFine(outside, () => outside.fetch(`${url}/health`))
  const told = healthSchema.safeParse(health.json)
  if (!told.success)
    return {
      works: false,
      lines: [`/health: ${health.says}`, 'A new workers.dev address can take minutes. Try it again later.'],
    }
  const { ok, missing, problems } = told.data
  if (!ok)
    return {
      works: false,
      lines: [
        '/health:',
        ...missing.map((name) => `  ${name} is missing`),
        ...problems.map((problem) => `  ${problem}`),
      ],
    }
  if (keys === null) return { works: true, lines: ['/health: ok'] }
  const bearer = { authorization: `Bearer ${keys.inference.token}` }
  const models = await untilFine(outside, () => outside.fetch(`${url}/v1/models`, { headers: bearer }))
  const listed = modelsSchema.safeParse(models.json)
  const count = listed.success ? `${listed.data.data.length} models` : (errorIn(models.json) ?? models.says)
  const chat = await attempt(() =>
    outside.fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: JSON.stringify({ model, max_tokens: 16, messages: [{ role: 'user', content: 'Say hello.' }] }),
    }),
  )
  return {
    works: listed.success,
    lines: [
      '/health: ok',
      `/v1/models: ${count}`,
      ...chatLines(model, chat),
      ...(await findings(url, keys.operator.token, outside)),
    ],
  }
}

function chatLines(model: string, chat: Told): string[] {
  const asked = `/v1/chat/completions with ${model}`
  if (chatSchema.safeParse(chat.json).success) return [`${asked}: answered, through the gateway`]
  return [
    `${asked}: ${errorIn(chat.json) ?? chat.says}`,
    "  Tollgate itself is up. The gateway may lack this provider's key (dashboard: AI, AI Gateway, Provider Keys).",
  ]
}

async function findings(url: string, token: string, { fetch }: Outside): Promise<string[]> {
  const doctor = await attempt(() =>
    fetch(`${url}/api/doctor`, { headers: { authorization: `Bearer ${token}` } }),
  )
  const read = doctorSchema.safeParse(doctor.json)
  if (!read.success) return [`/api/doctor: ${errorIn(doctor.json) ?? doctor.says}`]
  if (read.data.findings.length === 0) return ['/api/doctor: finds nothing to mend']
  return [
    '/api/doctor:',
    ...read.data.findings.map(({ level, what, fix }) => `  ${level}: ${quote(what)} ${quote(fix)}`),
  ]
}

function errorIn(json: unknown): string | null {
  const read = errorSchema.safeParse(json)
  return read.success ? quote(read.data.error.message) : null
}
