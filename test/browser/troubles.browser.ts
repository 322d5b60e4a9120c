import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Stage, startStage } from '../doors/stage.ts'
import { idOf, rowOf } from '../ledger/rows.ts'
import { makeKey } from '../support/token.ts'
import { startChromium } from './chromium.ts'
import { lookNow, newVisit, signIn, type Visit } from './visit.ts'

let stage: Stage
let browser: Browser
beforeAll(async () => {
  ;[stage, browser] = await Promise.all([startStage(), startChromium()])
})
afterAll(async () => {
  await browser.close()
  await stage.stop()
})

async function dashboard(token: string): Promise<Visit> {
  const visit = await newVisit(browser)
  await signIn(visit, stage.url, token)
  await visit.page.locator('#totals dd').first().waitFor()
  return visit
}

describe('a key that is shown to the sign-in', () => {
  test.concurrent.for([
    ['nobody knows', `sk-nobody-${'n'.repeat(40)}`, /^This key is not known here\./],
    ['has a blank in it', 'sk-a b', /^A key has no blanks/],
    ['is another alphabet’s', 'ключ', /^A key has no blanks/],
    ['is misspelt in KV', makeKey('misspelt').token, /unknown field "budgte" \(did you mean "budget"\?\)/],
    ['is switched off', makeKey('off').token, /switched off|disabled/],
    ['has expired', makeKey('expired').token, /expired/],
    ['works from elsewhere only', makeKey('elsewhere').token, /address/],
  ] as const)('is refused with the reason when it %s', async ([, token, reason], { expect }) => {
    const kv = await stage.worker.kv()
    const entries = {
      misspelt: { budgte: {} },
      off: { enabled: false },
      expired: { expires: '2020-01-01' },
      elsewhere: { ips: ['203.0.113.7'] },
    }
    for (const [id, more] of Object.entries(entries))
      await kv.put(id, JSON.stringify(makeKey(id, more).record))
    const visit = await newVisit(browser)
    await signIn(visit, stage.url, token)
    const problem = visit.page.locator('#sign-in-problem')
    await problem.waitFor()
    expect(await problem.innerText()).toMatch(reason)
    expect([
      await visit.page.locator('#signed-in').isVisible(),
      await visit.page.evaluate(() => sessionStorage.length),
    ]).toEqual([false, 0])
    expect(visit.problems).toEqual([])
  })
})

test('what is on the pages’ origin and not theirs does not run on them', async ({ expect }) => {
  const { page } = await newVisit(browser)
  await page.goto(stage.url)
  const blocked: unknown = await page.evaluate(`new Promise((resolve) => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      resolve([effectiveDirective, new URL(blockedURI).pathname]))
    import('/health').catch(() => {})
  })`)
  expect(blocked).toEqual(['script-src-elem', '/health'])
})

describe('the sign-in', () => {
  test.concurrent('goes by the key that was sent last, however late another’s answer comes', async ({
    expect,
  }) => {
    const [hasty, final] = [await stage.guest('hasty'), await stage.guest('final')]
    const visit = await newVisit(browser)
    const { page, problems } = visit
    const late = Promise.withResolvers<void>()
    await page.route('**/api/key', async (route) => {
      if (route.request().headers()['authorization'] === `Bearer ${hasty.token}`) await late.promise
      await route.continue()
    })
    await signIn(visit, stage.url, hasty.token)
    await page.getByLabel('Key', { exact: true }).fill(final.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('#totals dd').first().waitFor()
    const answered = page.waitForEvent('requestfinished', (request) => request.url().endsWith('/api/key'))
    late.resolve()
    await answered
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))
    expect([
      await page.locator('#standing-title').innerText(),
      await page.evaluate(() => sessionStorage.getItem('tollgate-key')),
    ]).toEqual(['final', final.token])
    expect(problems).toEqual([])
  })

  test.concurrent('works in a browser that lets a page keep nothing', async ({ expect }) => {
    const guest = await stage.guest('forgetful')
    const visit = await newVisit(browser)
    await visit.page.addInitScript(() =>
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
      }),
    )
    await signIn(visit, stage.url, guest.token)
    await visit.page.locator('#totals dd').first().waitFor()
    await visit.page.getByRole('button', { name: 'Sign out' }).click()
    expect(await visit.page.locator('#sign-in').isVisible()).toBe(true)
    expect(visit.problems).toEqual([])
  })
})

describe('an open dashboard', () => {
  test.concurrent('signs out when its key is revoked, and shows nothing of it any more', async ({
    expect,
  }) => {
    const guest = await stage.guest('revoked', { name: 'Revoked' })
    const visit = await dashboard(guest.token)
    await (
      await stage.worker.kv()
    ).put('revoked', JSON.stringify(makeKey('revoked', { enabled: false }).record))
    // The isolate remembers a record for up to 30 s.
    await expect
      .poll(async () => (await lookNow(visit), visit.page.locator('#sign-in').isVisible()), {
        timeout: 45_000,
        interval: 1_000,
      })
      .toBe(true)
    expect(await visit.page.locator('#sign-in-problem').innerText()).toMatch(/^This key works no longer\. /)
    expect([
      await visit.page.locator('#signed-in').isVisible(),
      await visit.page.evaluate(() => sessionStorage.length),
    ]).toEqual([false, 0])
    expect(visit.problems).toEqual([])
  })

  test.concurrent('says so where there are no rows at all', async ({ expect }) => {
    const guest = await stage.guest('unused')
    const { page, problems } = await dashboard(guest.token)
    await page.getByText('No requests yet.').waitFor()
    expect(await page.locator('#totals').innerText()).toMatch(
      /Spend\s+\$0\.00\s+Tokens\s+0\s+Requests\s+0\s+Errors\s+0/,
    )
    expect([
      await page.getByText('No requests in these days.').isVisible(),
      await page.locator('.scroll tbody tr').count(),
    ]).toEqual([true, 0])
    expect(problems).toEqual([])
  })

  test.concurrent('holds one page of a million rows, however far one reads', async ({ expect }) => {
    const guest = await stage.guest('busy')
    const visit = await newVisit(browser)
    const { page, problems } = visit
    const sizes: number[] = []
    await page.route('**/api/requests?*', async (route) => {
      const query = new URL(route.request().url()).searchParams
      const limit = Number(query.get('limit'))
      const before = Number(query.get('cursor')?.slice(-12) ?? 1_000_000)
      sizes.push(limit)
      const requests = Array.from({ length: limit }, (_, index) => ({
        ...rowOf({ id: idOf(before - 1 - index), model: `model-${before - 1 - index}` }),
        details: null,
        tags: null,
      }))
      await route.fulfill({ json: { requests, next: requests.at(-1)?.id } })
    })
    await signIn(visit, stage.url, guest.token)
    await page.getByText('model-999999').waitFor()
    for (let turned = 1; turned <= 20; turned++) {
      await page.getByRole('button', { name: 'Older' }).click()
      await page.getByText(`model-${999_999 - 25 * turned}`).waitFor()
    }
    expect(await page.locator('#requests tbody').count()).toBe(25)
    await lookNow(visit)
    await page.getByRole('button', { name: 'Newest' }).click()
    await page.getByText('model-999999').waitFor()
    expect([await page.locator('#requests tbody').count(), sizes]).toEqual([
      25,
      Array.from({ length: 22 }, () => 25),
    ])
    expect(problems).toEqual([])
  })

  test.concurrent('goes by Tollgate’s clock where the reader’s is wrong, and says so', async ({ expect }) => {
    const guest = await stage.guest('late')
    const visit = await newVisit(browser)
    const { page, asked, problems } = visit
    await page.clock.setSystemTime(new Date('2019-03-05T10:00:00Z'))
    await signIn(visit, stage.url, guest.token)
    await page.locator('#clock').waitFor()
    expect(await page.locator('#clock').innerText()).toMatch(
      /^The clock of this device is about \d{4} days slow\./,
    )
    await page.locator('[name=days]').selectOption('7')
    const today = new Date().toISOString().slice(0, 10)
    await expect.poll(() => asked.filter(({ url }) => url.includes(`to=${today}`)).length).toBe(2)
    expect(problems).toEqual([])
  })

  test.concurrent('keeps what it shows while the network is gone, and goes on when it is back', async ({
    expect,
  }) => {
    const guest = await stage.guest('offline')
    const visit = await dashboard(guest.token)
    const { page, context, problems } = visit
    await page.getByText('No requests yet.').waitFor()
    await context.setOffline(true)
    await lookNow(visit)
    const banner = page.locator('#banner')
    await banner.waitFor()
    expect(await banner.innerText()).toMatch(
      /^Tollgate cannot be reached from here\. What is shown is of .*; it is tried again\.$/,
    )
    expect(await page.locator('#totals').isVisible()).toBe(true)
    await context.setOffline(false)
    await banner.waitFor({ state: 'hidden' })
    expect(problems).toEqual([])
  })

  test.concurrent('keeps the key for another try when the network is gone at the sign-in', async ({
    expect,
  }) => {
    const guest = await stage.guest('patient')
    const visit = await newVisit(browser)
    const { page, context } = visit
    await page.goto(`${stage.url}/dashboard`)
    await context.setOffline(true)
    await page.getByLabel('Key', { exact: true }).fill(guest.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Tollgate cannot be reached from here.').waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('#totals dd').first().waitFor()
    expect(await page.locator('#sign-in').isVisible()).toBe(false)
  })
})

describe('the pages’ origin', () => {
  test.concurrent('runs nothing that an upstream answers', async ({ expect }) => {
    const guest = await stage.guest('hostile')
    guest.answerWith((reply) =>
      reply.answer(200, '<script>document.title = "ran"; sessionStorage.x = 1</script><p>read</p>', {
        'content-type': 'text/html',
      }),
    )
    const { page, problems } = await newVisit(browser)
    const answer = await page.goto(`${stage.url}/openai/models?key=${guest.token}`)
    expect([answer?.status(), await page.locator('p').innerText(), await page.title()]).toEqual([
      200,
      'read',
      '',
    ])
    expect(problems).toEqual([expect.stringMatching(/Blocked script execution|sandboxed/)])
    expect(await page.evaluate(() => origin)).toBe('null')
  })

  test.concurrent('runs no script of its own but the pages’ files, and makes no markup from text', async ({
    expect,
  }) => {
    const { page } = await newVisit(browser)
    await page.goto(`${stage.url}/`)
    const tried = await page.evaluate(async () => {
      const blocked: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        blocked.push(effectiveDirective),
      )
      const inline = document.createElement('script')
      try {
        inline.textContent = 'document.title = "ran"'
        document.head.append(inline)
      } catch {}
      try {
        document.body.innerHTML = '<p>made</p>'
      } catch {}
      await fetch('https://example.com/').catch(() => null)
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { blocked: [...new Set(blocked)].sort(), title: document.title }
    })
    expect(tried).toEqual({
      blocked: ['connect-src', 'require-trusted-types-for'],
      title: 'Tollgate',
    })
  })
})
