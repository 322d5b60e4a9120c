import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'

/** Where the README is. */
export const readmeFile = join(projectFolder, 'README.md')

/** The README with another text between its marks `<!-- NAME -->` and `<!-- /NAME -->`; throws if it has no marks. */
export function withPart(readme: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [readme.indexOf(open), readme.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`the README has no ${open} … ${close}`)
  return `${readme.slice(0, start)}${open}\n\n${text}\n\n${readme.slice(end)}`
}

/** The lines of the table between the marks, head and rule included; none where there is no table. */
export function tableInPart(readme: string, name: string): string[] {
  const found = readme.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0] ?? ''
  return found.split('\n').filter((text) => text.startsWith('|'))
}

/** A line of a table. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
