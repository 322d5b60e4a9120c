import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { startStandIn, standInVars } from '../../src/cli/stand-in.ts'
import { startWorker } from '../support/built-worker.ts'
import { makeKey } from '../support/token.ts'
import { startChromium } from './chromium.ts'
import { monthOf, writeRows } from './history.ts'
import { newVisit, signIn } from './visit.ts'

// `npm run screenshots`: the pictures of the README, of a month that nobody lived through.
const folder = join(projectFolder, '.github/screenshots')
const records = {
  alice: { name: "Alice's laptop", budget: { usd: 20, per: 'month' }, limits: { rpm: 60, parallel: 8 } },
  ci: { name: 'Nightly evals', tags: { team: 'research' } },
  admin: { name: 'The operator', scopes: ['operator'] },
}
const [standIn, browser] = await Promise.all([startStandIn(), startChromium()])
const worker = await startWorker({
  gatewayUrl: standIn.url,
  vars: standInVars,
  records: {
    '@config': { wallets: { research: { usd: 500, per: 'month' } } },
    ...Object.fromEntries(Object.entries(records).map(([id, more]) => [id, makeKey(id, more).record])),
  },
})
await mkdir(folder, { recursive: true })

const { token } = makeKey('alice')
const first = await fetch(`${worker.url}/v1/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}',
})
await first.text()
await worker.rows(1)
await writeRows(worker, [...monthOf('alice', Date.now()), ...monthOf('ci', Date.now() - 40_000_000)])

for (const dark of [false, true]) {
  const scheme = dark ? 'dark' : 'light'
  const home = await newVisit(browser, { dark })
  await home.page.goto(worker.url)
  await home.page.setViewportSize({ width: 1100, height: 1500 })
  await home.page.screenshot({ path: join(folder, `home-${scheme}.png`) })
  await home.context.close()

  const board = await newVisit(browser, { dark })
  await signIn(board, worker.url, makeKey('admin').token)
  await board.page.locator('#requests tbody').first().waitFor()
  await board.page.locator('#group').selectOption('key')
  await board.page.getByRole('heading', { name: 'By key' }).waitFor()
  await board.page.locator('#group').selectOption('model')
  await board.page.getByRole('heading', { name: 'By model' }).waitFor()
  await board.page.setViewportSize({ width: 1100, height: 1500 })
  await board.page.screenshot({ path: join(folder, `dashboard-${scheme}.png`) })
  await board.context.close()
}
console.log(`Written to ${folder}`)
await browser.close()
await worker.stop()
await standIn.stop()
