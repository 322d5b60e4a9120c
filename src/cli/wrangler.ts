import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { copyFile } from './deploy/files.ts'

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

/** What a command is given beside its arguments. A secret goes in by `stdin`: everybody sees a command line. */
export interface WranglerInput {
  stdin?: string
  env?: Readonly<Record<string, string>>
}

/**
 * Runs wrangler in the project's folder, never asking anything, and without its banner, whose search for updates waits
 * for a network that may not be there.
 */
export async function runWrangler(
  args: readonly string[],
  { stdin, env }: WranglerInput = {},
): Promise<WranglerAnswer> {
  const wrangler = dirname(createRequire(import.meta.url).resolve('wrangler/package.json'))
  const child = spawn(process.execPath, [join(wrangler, 'bin/wrangler.js'), ...args], {
    cwd: projectFolder,
    env: { ...process.env, ...quiet, ...env },
    stdio: 'pipe',
  })
  child.stdin.on('error', () => {})
  child.stdin.end(stdin ?? '')
  const answer: WranglerAnswer = { status: 0, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (answer.stderr += text))
  answer.status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
  })
  return answer
}

/** Wrangler for what is deployed: by the copy of the configuration that the last deploy left, if there is one. */
export function deployedWrangler(): typeof runWrangler {
  const copy = copyFile(projectFolder)
  const config = existsSync(copy) ? ['--config', copy] : []
  return (args, input) => runWrangler([...args, ...config], input)
}
