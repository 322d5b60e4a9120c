import type { WranglerAnswer, WranglerInput } from '../wrangler.ts'

export type Wrangler = (args: readonly string[], input?: WranglerInput) => Promise<WranglerAnswer>

/** Whoever sits at the terminal. */
export interface Person {
  /** What was typed, without blank space around it; '' for nothing. */
  ask(question: string): Promise<string>
  /** The same without showing it. */
  askSecret(question: string): Promise<string>
}

/** What a deploy needs of the machine that it runs on. */
export interface DeployPorts {
  wrangler: Wrangler
  /** Null where nobody can be asked: in CI, or with `--yes`. */
  person: Person | null
  env: Readonly<Record<string, string | undefined>>
  /** The project's folder; only `.wrangler` below it is written. */
  folder: string
  say(text: string): void
  fetch(url: string, init?: RequestInit): Promise<Response>
  sleep(ms: number): Promise<void>
  /** So many random bytes. */
  random(count: number): Uint8Array
  /** Epoch ms. */
  now(): number
}

/** What a step ends with; a message says what went wrong and what to do. */
export type Step<Value> = { ok: true; value: Value } | { ok: false; message: string }
