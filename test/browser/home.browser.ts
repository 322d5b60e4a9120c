import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Stage, startStage } from '../doors/stage.ts'
import { findings } from './accessibility.ts'
import { startChromium } from './chromium.ts'
import { newVisit, type Visit, type VisitOptions } from './visit.ts'

let stage: Stage
let browser: Browser
beforeAll(async () => {
  ;[stage, browser] = await Promise.all([startStage(), startChromium()])
})
afterAll(async () => {
  await browser.close()
  await stage.stop()
})

async function home(options?: VisitOptions): Promise<Visit> {
  const visit = await newVisit(browser, options)
  await visit.page.goto(`${stage.url}/`)
  return visit
}

describe('the settings on the home page', () => {
  test.concurrent('have this Worker’s own URL in all of them, and are copied as they stand', async ({
    expect,
  }) => {
    const { page, problems } = await home()
    const snippets = await page.locator('pre[data-origin]').allTextContents()
    expect(snippets.map((text) => [text.includes(stage.url), text.includes('https://W')])).toEqual(
      Array.from({ length: 7 }, () => [true, false]),
    )
    await page.getByRole('button', { name: 'Copy the OpenAI settings' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `export OPENAI_BASE_URL=${stage.url}/v1\nexport OPENAI_API_KEY=YOUR_KEY`,
    )
    expect(await page.locator('#announced').textContent()).toBe('Copied')
    expect(problems).toEqual([])
  })

  test.concurrent('say where Cursor cannot reach this Worker', async ({ expect }) => {
    const { page } = await home()
    await page.getByText('Cursor', { exact: true }).click()
    expect(await page.locator('#not-public').isVisible()).toBe(true)
  })
})

describe('a key made on the home page', () => {
  test.concurrent('is sent nowhere, and works once its entry is pasted', async ({ expect }) => {
    const { page, asked, problems } = await home()
    await page.waitForLoadState('networkidle')
    const before = asked.length
    await page.getByLabel(/^Id/).fill('from-page')
    await page.getByLabel(/^Name/).fill('<b>Bold</b> & "quoted"')
    await page.getByLabel(/^Budget in USD/).fill('20')
    await page.getByLabel('Requests a minute').fill('60')
    await page.getByLabel(/^Models/).fill('gpt-4o*\n!gpt-4o-audio*')
    await page.getByRole('button', { name: 'Make the key' }).click()
    const token = await page.locator('#token').innerText()
    const value = await page.locator('#entry-value').inputValue()
    expect(asked.slice(before)).toEqual([])
    expect(token).toMatch(/^sk-from-page-[A-Za-z0-9]{40}$/)
    expect(value).not.toContain(token)
    expect(JSON.parse(value)).toEqual({
      hash: expect.stringMatching(/^[\da-f]{64}$/),
      name: '<b>Bold</b> & "quoted"',
      models: ['gpt-4o*', '!gpt-4o-audio*'],
      budget: { usd: 20, per: 'month' },
      limits: { rpm: 60 },
    })
    expect(await page.locator('#verdict').innerText()).toBe('Tollgate takes this entry.')

    await (await stage.worker.kv()).put(await page.getByLabel(/^Key the id/).inputValue(), value)
    await page.locator('#try').getByLabel('Key', { exact: true }).fill(token)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('#row dt').first().waitFor()
    expect(await page.locator('#answer').innerText()).toMatch(/^Hello from the stand-in!/)
    expect(await page.locator('#row').innerText()).toMatch(
      /Key\s+from-page\s[\s\S]*Outcome\s+complete, status 200/,
    )
    expect(await page.locator('#row').innerText()).toMatch(/Cost\s+\$0\.\d+ \(genai-prices/)
    expect(await page.locator('#gateway').innerText()).toMatch(/cf-aig-cache-status\s+MISS/)
    expect(await findings(page)).toEqual([])
    expect(asked.filter(({ url }) => !url.startsWith(`${stage.url}/`) && !url.startsWith('data:'))).toEqual(
      [],
    )
    expect(problems).toEqual([])
  })

  test.concurrent('is not made where the Worker would refuse its entry', async ({ expect }) => {
    const { page } = await home()
    await page.getByLabel(/^Id/).fill('too-much')
    await page.getByLabel(/^Budget in USD/).fill('twenty')
    await page.getByRole('button', { name: 'Make the key' }).click()
    expect(await page.locator('#wishes-problem').innerText()).toBe(
      'No key was made: budget.usd must be a number of USD above 0 and at most 1,000,000.',
    )
    expect([await page.locator('#made').isVisible(), await page.locator('#token').innerText()]).toEqual([
      false,
      '',
    ])
  })
})

describe('the check of a pasted entry', () => {
  test.concurrent.for([
    ['bob', '{"hash": "x"}', /refuse this entry: hash must be a SHA-256 in 64 hex digits/],
    [
      'bob',
      `{"hash": "${'a'.repeat(64)}", "budgte": {}}`,
      /unknown field "budgte" \(did you mean "budget"\?\)/,
    ],
    ['@config', '{"default_provider": "opnai"}', /default_provider .*\(did you mean "openai"\?\)/],
    ['@config', '{"unpriced": "allow"}', /^Tollgate takes this configuration\.$/],
    ['Bob', '{}', /its key must be words of \[a-z0-9\] joined by -/],
    ['bob', '{"hash": ', /line 1, column \d+/],
  ] as const)('names what the Worker would say of %s: %s', async ([name, value, said], { expect }) => {
    const { page, problems } = await home()
    await page.getByLabel(/^Key the id/).fill(name)
    await page.locator('#entry-value').fill(value)
    expect(await page.locator('#verdict').innerText()).toMatch(said)
    expect(problems).toEqual([])
  })
})

describe('what is tried on the home page', () => {
  test.concurrent('says why a key is refused, and that no row will come', async ({ expect }) => {
    const { page } = await home()
    await page
      .locator('#try')
      .getByLabel('Key', { exact: true })
      .fill(`sk-nobody-${'n'.repeat(40)}`)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('No row came.').waitFor()
    expect(await page.locator('#answer').innerText()).toMatch(/^This key is not known here\./)
  })

  test.concurrent('shows what came of an answer that breaks off, and its row', async ({ expect }) => {
    const guest = await stage.guest('breaking')
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send('data: {"choices":[{"delta":{"content":"Half an <i>ans"}}]}\n\n')
      await new Promise((resolve) => setTimeout(resolve, 200))
      reply.break()
    })
    const { page } = await home()
    await page.locator('#try').getByLabel('Key', { exact: true }).fill(guest.token)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.locator('#row dt').first().waitFor()
    expect(await page.locator('#answer').innerText()).toBe(
      'Half an <i>ans … The connection to Tollgate broke.',
    )
    expect(await page.locator('#row').innerText()).toMatch(/Outcome\s+upstream failed/)
  })

  test.concurrent('gives way to what is sent next', async ({ expect }) => {
    const { page, problems } = await home()
    const sent: string[] = []
    // The answer to neither ever begins.
    await page.route('**/v1/chat/completions', (route) => void sent.push(route.request().method()))
    await page.locator('#try').getByLabel('Key', { exact: true }).fill('sk-alice')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => sent).toEqual(['POST', 'POST'])
    expect(await page.locator('#row-state').innerText()).toBe('It comes when the answer has ended.')
    expect(problems).toEqual([])
  })

  test.concurrent('stops when told to', async ({ expect }) => {
    const guest = await stage.guest('stopping')
    guest.answerWith(async (reply) => {
      reply.head(200, { 'content-type': 'text/event-stream' })
      await reply.send('data: {"choices":[{"delta":{"content":"One"}}]}\n\n')
      await reply.left
    })
    const { page } = await home()
    await page.locator('#try').getByLabel('Key', { exact: true }).fill(guest.token)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('One', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Waiting for it').waitFor()
    expect([
      await page.locator('#answer').innerText(),
      await page.getByRole('button', { name: 'Stop' }).isVisible(),
    ]).toEqual(['One', false])
  })
})

describe.each([
  { width: 1100, dark: false },
  { width: 360, dark: true },
])('the home page at $width pixels, dark: $dark', (options) => {
  test.concurrent('has nothing that axe finds, and no line too long', async ({ expect }) => {
    const { page, problems } = await home(options)
    expect(await findings(page)).toEqual([])
    await page.evaluate(() => {
      for (const tool of document.querySelectorAll('details')) {
        tool.name = ''
        tool.open = true
      }
    })
    await page.getByLabel(/^Id/).fill('axe')
    await page.getByRole('button', { name: 'Make the key' }).click()
    await page.locator('#entry-value').fill('{"hash": 1}')
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.width)
    expect(problems).toEqual([])
  })
})
