import { readFileSync, writeFileSync } from 'node:fs'
import { readmeFile, withPart } from '../support/readme.ts'
import { droppedTables } from './dropped-table.ts'

/** `npm run dropped`: writes the tables of the code into the README. */
const readme = Object.entries(droppedTables).reduce(
  (text, [part, table]) => withPart(text, part, table.join('\n')),
  readFileSync(readmeFile, 'utf8'),
)
writeFileSync(readmeFile, readme)
