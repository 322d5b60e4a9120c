import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Guest, type Stage, startStage } from '../doors/stage.ts'
import { findings } from './accessibility.ts'
import { startChromium } from './chromium.ts'
import { monthOf, writeRows } from './history.ts'
import { lookNow, newVisit, signIn, type Visit, type VisitOptions } from './visit.ts'

const markup = '<img src=x onerror="document.title=1">'
let stage: Stage
let browser: Browser
let alice: Guest
let admin: Guest

beforeAll(async () => {
  ;[stage, browser] = await Promise.all([startStage(), startChromium()])
  const kv = await stage.worker.kv()
  await kv.put('@config', JSON.stringify({ wallets: { research: { usd: 500, per: 'month' } } }))
  alice = await stage.guest('alice', {
    name: markup,
    tags: { team: 'research' },
    budget: { usd: 20, per: 'month' },
    limits: { rpm: 60, tpm: 200_000, parallel: 8 },
    expires: '2099-12-31',
  })
  admin = await stage.guest('admin', { scopes: ['operator'] })
  const member = await stage.guest('member', { wallet: 'research' })
  // The first request makes the tables.
  await chat(alice)
  await chat(member)
  await Promise.all([alice.rows(1), member.rows(1)])
  await writeRows(stage.worker, [
    ...monthOf('bob', Date.now()),
    {
      key_id: 'alice',
      at: Date.now() - 120_000,
      model: markup,
      outcome: 'client_gone',
      cost_nano_usd: 2_500_000_000,
    },
  ])
})
afterAll(async () => {
  await browser.close()
  await stage.stop()
})

async function chat({ token }: Guest): Promise<void> {
  const answer = await fetch(`${stage.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}',
  })
  await answer.text()
}

async function dashboard(token: string, options?: VisitOptions): Promise<Visit> {
  const visit = await newVisit(browser, options)
  await signIn(visit, stage.url, token)
  await visit.page.locator('#totals dd').first().waitFor()
  await visit.page
    .locator('#requests-state')
    .getByText(/^(?:Follows|No requests)/)
    .waitFor()
  return visit
}

describe('the holder of a key', () => {
  test.concurrent('sees what is left, what was spent, and its own requests only; markup in names is text', async ({
    expect,
  }) => {
    const { page, problems, asked } = await dashboard(alice.token)
    expect(await page.locator('#standing-title').innerText()).toBe(`${markup} (alice)`)
    const standing = await page.locator('#standing').innerText()
    expect(standing).toMatch(
      /of \$20\.00 a month spent\.[\s\S]* left\.[\s\S]*Turns \d{4}-\d\d-01 00:00 UTC \(in \d+ (?:min|hours|days)\)/,
    )
    expect(standing).toMatch(/Requests a minute\s+\d+ of 60 used/)
    expect(standing).toMatch(/Expires 2100-01-01 00:00 UTC/)
    expect(await page.locator('#totals').innerText()).toMatch(
      /Spend\s+\$2\.50\s+Tokens\s+\d+\s+Requests\s+2\s+Errors\s+0/,
    )
    expect(await page.locator('#groups-table tbody th').allInnerTexts()).toEqual([markup, 'gpt-4o-mini'])
    expect(await page.locator('#requests tbody tr:first-child td:nth-child(2)').allInnerTexts()).toEqual([
      'gpt-4o-mini',
      markup,
    ])
    expect(await page.locator('.uplot canvas').count()).toBe(2)
    expect(await findings(page)).toEqual([])
    expect([
      await page.locator('#operator').isVisible(),
      await page.getByLabel(/^Key all/).isVisible(),
      await page.title(),
    ]).toEqual([false, false, 'Tollgate: dashboard'])
    expect(asked.filter(({ url }) => new URL(url).origin !== stage.url || url.includes(alice.token))).toEqual(
      [],
    )
    expect(problems).toEqual([])
  })

  test.concurrent('opens the details of a request from the keyboard', async ({ expect }) => {
    const { page } = await dashboard(alice.token)
    const button = page.locator('#requests tbody button').nth(1)
    await button.focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('#requests tbody:nth-of-type(2) dl').innerText()).toMatch(
      /Outcome\s+client left, status 200[\s\S]*Cost\s+\$2\.50[\s\S]*Tags\s+\{"team":"research"\}/,
    )
    await page.keyboard.press('Enter')
    expect([
      await button.getAttribute('aria-expanded'),
      await page.locator('#requests dl').nth(1).isVisible(),
    ]).toEqual(['false', false])
  })

  test.concurrent('is shown another figure and other days in charts and tables', async ({ expect }) => {
    const { page, asked } = await dashboard(alice.token)
    await page.locator('#metric').selectOption('requests')
    expect(await page.locator('#days-chart .u-legend').innerText()).toMatch(/Requests/)
    await page.locator('[name=days]').selectOption('7')
    await page.locator('#group').selectOption('provider')
    await page.getByRole('heading', { name: 'By provider' }).waitFor()
    const today = new Date().toISOString().slice(0, 10)
    const last = new URL(asked.findLast(({ url }) => url.includes('group=provider'))?.url ?? '')
    expect([
      last.searchParams.get('to'),
      await page.locator('#groups-table tbody tr').allInnerTexts(),
    ]).toEqual([today, [expect.stringMatching(/^openai\s.*\s2\s+0$/)]])
  })

  test.concurrent('keeps its key in the tab only, until signing out', async ({ expect }) => {
    const { page, context } = await dashboard(alice.token)
    await page.reload()
    await page.locator('#totals dd').first().waitFor()
    const other = await context.newPage()
    await other.goto(`${stage.url}/dashboard`)
    expect(await other.getByRole('button', { name: 'Sign in' }).isVisible()).toBe(true)
    const state = await context.storageState()
    expect([state.cookies, state.origins, page.url()]).toEqual([[], [], `${stage.url}/dashboard`])
    await page.getByRole('button', { name: 'Sign out' }).click()
    expect(
      await page.evaluate(() => [sessionStorage.length, document.querySelectorAll('#requests tbody').length]),
    ).toEqual([0, 0])
    await page.reload()
    expect(await page.getByRole('button', { name: 'Sign in' }).isVisible()).toBe(true)
  })

  test.concurrent('sees a new request come in, while what is open stays open and no more is read than is shown', async ({
    expect,
  }) => {
    const guest = await stage.guest('watching')
    await chat(guest)
    await guest.rows(1)
    const visit = await dashboard(guest.token)
    const { page, asked } = visit
    await page.locator('#requests tbody button').click()
    await chat(guest)
    await guest.rows(2)
    await lookNow(visit)
    await page.locator('#requests tbody').nth(1).waitFor()
    expect(
      await page.locator('#requests tbody button').evaluateAll((all) => all.map((one) => one.ariaExpanded)),
    ).toEqual(['false', 'true'])
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
    const limits = asked
      .filter(({ url }) => url.includes('/api/requests'))
      .map(({ url }) => new URL(url).searchParams.get('limit'))
    expect([...new Set(limits)]).toEqual(['25'])
  })
})

describe('an operator', () => {
  test.concurrent('sees all keys, by key, by wallet and by tag, wallets, models without a price, lost rows and the doctor', async ({
    expect,
  }) => {
    const { page, problems } = await dashboard(admin.token)
    await page.locator('#group').selectOption('key')
    await page.getByRole('heading', { name: 'By key' }).waitFor()
    expect(await page.locator('#groups-table tbody th').allInnerTexts()).toEqual(
      expect.arrayContaining(['bob', `${markup} (alice)`]),
    )
    await page.locator('#group').selectOption('wallet')
    await page.getByRole('heading', { name: 'By wallet' }).waitFor()
    expect((await page.locator('#groups-table tbody th').allInnerTexts()).toSorted()).toEqual([
      '(no wallet)',
      'research',
    ])
    await page.locator('#group').selectOption('tag')
    await page.getByRole('heading', { name: 'By tag' }).waitFor()
    expect(await page.locator('#groups-table tbody th').allInnerTexts()).toEqual(['team = research'])
    expect(await page.locator('#wallets').innerText()).toMatch(
      /research\s+\$0\.000\d+ of \$500\.00 a month spent\. \$500\.00 left\. Turns/,
    )
    expect(await page.locator('#unpriced tbody').innerText()).toMatch(/^llama-4\s+\d+\s+\d+$/)
    await page.getByRole('button', { name: 'Look through the last 200 requests' }).click()
    await page
      .locator('#lost-state')
      .getByText(/^[1-9]\d* lost among the last 200 requests\.$/)
      .waitFor()
    await page.getByRole('button', { name: 'Look further back' }).click()
    await page
      .locator('#lost-state')
      .getByText(/among the last 2[45]\d requests/)
      .waitFor()
    await page.getByRole('button', { name: 'Examine this deployment' }).click()
    await page
      .locator('#findings')
      .getByText(/llama-4 has no price/)
      .waitFor()
    expect(problems).toEqual([])
  })

  test.concurrent('looks at one key alone, and is told of an id that is none', async ({ expect }) => {
    const { page } = await dashboard(admin.token)
    await page.getByLabel(/^Key all/).fill('alice')
    await page.keyboard.press('Tab')
    await page.locator('#totals').getByText('$2.50').waitFor()
    await page.locator('#requests tbody').nth(1).waitFor()
    expect(await page.locator('#requests tbody tr:first-child td:nth-child(2)').allInnerTexts()).toEqual([
      'alice',
      'alice',
    ])
    await page.getByLabel(/^Key all/).fill(alice.token)
    await page.keyboard.press('Tab')
    await page.getByText('must be the id of a key, not its token').waitFor()
    expect(await page.locator('#banner').innerText()).toBe(
      'The parameter `key` must be the id of a key, not its token.',
    )
    expect(await page.locator('#totals').innerText()).toContain('$2.50')
  })
})

describe.each([
  { width: 1100, dark: true },
  { width: 360, dark: false },
])('the dashboard at $width pixels, dark: $dark', (options) => {
  test.concurrent('has nothing that axe finds, and no line too long', async ({ expect }) => {
    const visit = await newVisit(browser, options)
    const { page, problems } = visit
    await signIn(visit, stage.url, `sk-nobody-${'n'.repeat(40)}`)
    await page.locator('#sign-in-problem').waitFor()
    expect(await findings(page)).toEqual([])
    await signIn(visit, stage.url, admin.token)
    await page.locator('#wallets tbody').waitFor()
    await page.locator('#requests tbody button').first().click()
    await page.getByRole('button', { name: 'Look through' }).click()
    await page.getByRole('button', { name: 'Examine this' }).click()
    await page.locator('#findings li').first().waitFor()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.width)
    expect(problems).toEqual([])
  })
})
