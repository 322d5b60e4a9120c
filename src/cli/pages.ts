import { join } from 'node:path'
import { buildPages } from './page-bundle.ts'
import { projectFolder } from './wrangler.ts'

await buildPages(join(projectFolder, 'dist/pages'))
