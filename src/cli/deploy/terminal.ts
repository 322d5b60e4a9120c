import { createInterface } from 'node:readline/promises'
import { readSecret } from '../secret.ts'
import type { Person } from './ports.ts'

/** The person at this terminal; null where there is none. */
export function personAtTerminal(env: Readonly<Record<string, string | undefined>>): Person | null {
  if (env['CI'] || !process.stdin.isTTY || !process.stdout.isTTY) return null
  return {
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stdout })
      try {
        return (await lines.question(question)).trim()
      } finally {
        lines.close()
      }
    },
    askSecret: readSecret,
  }
}
