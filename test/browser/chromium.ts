import { access } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright-core'

/** Debian's package; `CHROMIUM` names another one. */
const usualPath = '/usr/bin/chromium'

/** Starts Chromium without a window. Throws with what to do where there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? usualPath
  await access(executablePath).catch(() => {
    throw new Error(
      `${executablePath} is not there: apt-get install chromium, or set CHROMIUM to the one you have`,
    )
  })
  // Its sandbox needs rights that root in a container does not have; it only ever sees loopback here.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}
