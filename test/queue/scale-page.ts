import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'

/** The one block of code in this language that the page on scale has below `USAGE_QUEUE`; throws if it has none. */
export async function codeOfPage(language: 'js' | 'sql' | 'toml'): Promise<string> {
  const page = await readFile(join(projectFolder, '.github/SCALE.md'), 'utf8')
  const [, part = ''] = page.split('## `USAGE_QUEUE`')
  const [, code] = part.split(`\`\`\`${language}\n`)
  if (code === undefined) throw new Error(`the page has no ${language}`)
  return code.split('```')[0] ?? ''
}

/** `wrangler.toml` as it is once the lines that bind the queue are taken up. */
export async function configWithQueue(): Promise<string> {
  const config = await readFile(join(projectFolder, 'wrangler.toml'), 'utf8')
  const block = /^# \[\[queues\.producers\]\]\n(?:# .*\n)+/m
  if (!block.test(config)) throw new Error('wrangler.toml tells of no queue')
  return config.replace(block, (lines) => lines.replaceAll(/^# /gm, ''))
}
