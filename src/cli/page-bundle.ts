import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'rolldown'
import { providerNames } from '../providers/index.ts'
import { projectFolder } from './wrangler.ts'

const sources = join(projectFolder, 'src/pages')
const pages = ['home', 'dashboard'] as const

/** Bundles the pages' scripts and styles into a folder, and copies their documents there. */
export async function buildPages(folder: string): Promise<void> {
  const { output } = await build({
    input: Object.fromEntries(pages.map((page) => [page, join(sources, page, `${page}.ts`)])),
    // The table's rows are of no use in a browser: only their names are.
    transform: { define: { PROVIDER_NAMES: JSON.stringify([...providerNames]) } },
    platform: 'browser',
    write: false,
    output: {
      minify: true,
      comments: false,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
    },
  })
  await mkdir(folder, { recursive: true })
  await Promise.all([
    ...output.map((file) => replace(join(folder, file.fileName), 'code' in file ? file.code : file.source)),
    ...pages.map(async (page) => replace(join(folder, `${page}.html`), await readDocument(page))),
    replace(join(folder, 'pages.css'), await readStyles()),
  ])
}

/** A document without its indentation; what is in a `<pre>` has none. */
async function readDocument(page: string): Promise<string> {
  const text = await readFile(join(sources, `${page}.html`), 'utf8')
  return text.replaceAll(/^ +(?=<)/gm, '')
}

async function readStyles(): Promise<string> {
  const charts = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css')
  const texts = await Promise.all([charts, join(sources, 'pages.css')].map((file) => readFile(file, 'utf8')))
  return texts.join('\n').replaceAll(/^ +/gm, '')
}

/** Leaves a file alone that has these contents: somebody may be reading it, or watching. */
async function replace(path: string, contents: string | Uint8Array): Promise<void> {
  const bytes = Buffer.from(contents)
  const before = await readFile(path).catch(() => null)
  if (before === null || !before.equals(bytes)) await writeFile(path, bytes)
}
