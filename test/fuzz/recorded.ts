import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../fixtures/answers')

const contentTypes = {
  json: 'application/json',
  sse: 'text/event-stream',
  ndjson: 'application/x-ndjson',
} as const

/** An answer as a provider sent it. */
export interface Recorded {
  dialect: string
  kind: keyof typeof contentTypes
  contentType: string
  text: string
}

/** Every recorded answer. */
export const recorded: readonly Recorded[] = globSync('*/*.{json,sse,ndjson}', { cwd: folder })
  .sort()
  .map((path) => {
    const [dialect = '', file = ''] = path.split('/')
    const kind = file.slice(file.lastIndexOf('.') + 1) as keyof typeof contentTypes
    return { dialect, kind, contentType: contentTypes[kind], text: readFileSync(join(folder, path), 'utf8') }
  })

/** The texts of one kind, of all dialects or of one. */
export function textsOf(kind: Recorded['kind'], dialect?: string): string[] {
  return recorded
    .filter((answer) => answer.kind === kind && (dialect === undefined || answer.dialect === dialect))
    .map(({ text }) => text)
}
