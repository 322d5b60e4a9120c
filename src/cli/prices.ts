import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { builtCatalogue } from './price-package.ts'

const committed = fileURLToPath(new URL('../price/catalogue.json', import.meta.url))

const help = `npm run prices             write src/price/catalogue.json from @pydantic/genai-prices
npm run prices -- --check  only say whether it is what the installed version makes`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) return console.log(help)
  const text = await builtCatalogue()
  const models = text.match(/^ {8}"/gm)?.length ?? 0
  if (!values.check) {
    await writeFile(committed, text)
    return console.log(`src/price/catalogue.json: ${models} models, ${text.length} characters`)
  }
  if ((await readFile(committed, 'utf8')) === text)
    return console.log('src/price/catalogue.json is up to date')
  console.error('src/price/catalogue.json is not what the installed package makes: npm run prices')
  process.exitCode = 1
}

await main().catch((error: unknown) => {
  console.error(`No catalogue was written. ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})
