import type { Browser, BrowserContext, Page } from 'playwright-core'

/** A page in a browser context of its own, and all that should not have happened there. */
export interface Visit {
  page: Page
  context: BrowserContext
  /** Every URL that was asked for, with its method. */
  asked: { method: string; url: string }[]
  /** What the page threw, logged, or tried against its policy. Answers of 400 and more are no such thing. */
  problems: string[]
}

export interface VisitOptions {
  width?: number
  dark?: boolean
}

/** Opens an empty page. */
export async function newVisit(
  browser: Browser,
  { width = 1100, dark = false }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: 'UTC',
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const visit: Visit = { page, context, asked: [], problems: [] }
  page.on('pageerror', (error) => visit.problems.push(`thrown: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    // Chromium itself logs every answer of 400 and more, and every connection that fails.
    if (!text.startsWith('Failed to load resource')) visit.problems.push(`${message.type()}: ${text}`)
  })
  page.on('request', (request) => visit.asked.push({ method: request.method(), url: request.url() }))
  return visit
}

/** Signs in on the dashboard. */
export async function signIn({ page }: Visit, url: string, token: string): Promise<void> {
  await page.goto(`${url}/dashboard`)
  await page.getByLabel('Key', { exact: true }).fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Makes an open dashboard look for news now, as when its tab is chosen again. */
export async function lookNow({ page }: Visit): Promise<void> {
  await page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
}
