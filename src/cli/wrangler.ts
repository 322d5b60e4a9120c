import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The project's own folder: where `wrangler.toml` is, wherever a command was started from. */
export const projectFolder = join(import.meta.dirname, '../..')

// At `log`, the usual level, what a command was asked for is printed.
const quiet = { WRANGLER_HIDE_BANNER: 'true', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'log' }

/** What one wrangler command said, and the status it ended with. */
export interface WranglerAnswer {
  status: number
  stdout: string
  stderr: string
}

/**
 * Runs wrangler in the project's folder, never asking anything, and without its banner, whose search for updates waits
 * for a network that may not be there.
 */
export async function runWrangler(args: readonly string[]): Promise<WranglerAnswer> {
  const wrangler = dirname(createRequire(import.meta.url).resolve('wrangler/package.json'))
  const child = spawn(process.execPath, [join(wrangler, 'bin/wrangler.js'), ...args], {
    cwd: projectFolder,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const answer: WranglerAnswer = { status: 0, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (answer.stderr += text))
  answer.status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
  })
  return answer
}
