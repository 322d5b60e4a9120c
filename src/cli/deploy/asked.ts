import type { DeployPorts } from './ports.ts'

/** What asking the deployed Worker needs. */
export type Outside = Pick<DeployPorts, 'fetch' | 'sleep'>

const tries = 12
const pauseMs = 5_000

/** What one request came to. */
export interface Told {
  fine: boolean
  json: unknown
  /** Status, or why there was no answer. */
  says: string
}

/** Asks again while the answer is none, or an error: a new address and a new key take a while to be known everywhere. */
export async function untilFine({ sleep }: Outside, ask: () => Promise<Response>): Promise<Told> {
  for (let tried = 1; ; tried++) {
    const told = await attempt(ask)
    if (told.fine || tried === tries) return told
    await sleep(pauseMs)
  }
}

/** One request. Never throws. */
export async function attempt(ask: () => Promise<Response>): Promise<Told> {
  try {
    const response = await ask()
    const text = await response.text()
    return { fine: response.ok, json: jsonOf(text), says: `status ${response.status}` }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
    return {
      fine: false,
      json: null,
      says: `no answer (${error instanceof Error ? error.message : String(error)}${cause})`,
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
