import { messageOf } from '../ask.ts'
import { described, find } from '../document.ts'
import { textsOf } from './answer-stream.ts'
import { showRow } from './ledger-row.ts'

/** What the gateway and the Worker say beside an answer. */
const telling = /^(?:cf-aig-.*|tollgate-.*|server-timing|retry-after|x-ratelimit-.*)$/

/** Sends one sentence, shows the answer as it streams, and then what the ledger has of it. */
export function wireTrying(): void {
  const form = find('#try', HTMLFormElement)
  const stop = find('#stop', HTMLButtonElement)
  const answer = find('#answer', HTMLElement)
  const gateway = find('#gateway', HTMLElement)
  let running: AbortController | null = null
  stop.addEventListener('click', () => running?.abort())
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    running?.abort()
    running = new AbortController()
    void attempt(new FormData(form), running.signal)
  })

  async function attempt(typed: FormData, signal: AbortSignal): Promise<void> {
    const key = String(typed.get('key')).trim()
    find('#tried', HTMLElement).hidden = false
    stop.hidden = false
    answer.className = 'answer'
    answer.ariaBusy = 'true'
    answer.replaceChildren()
    gateway.replaceChildren()
    const row = showRow(key)
    try {
      const given = await send(key, typed, signal)
      const said = [...given.headers].filter(([name]) => telling.test(name))
      gateway.replaceChildren(...described([['status', String(given.status)], ...said]))
      row.expect(given.headers.get('tollgate-request-id'))
      if (!given.ok || given.body === null) throw new Error(await refusalOf(given))
      for await (const text of textsOf(given.body)) answer.append(text)
    } catch (error) {
      if (!signal.aborted) fail(error)
    } finally {
      if (running?.signal === signal) {
        answer.ariaBusy = 'false'
        stop.hidden = true
      }
    }
    await row.follow()
  }

  function fail(error: unknown): void {
    answer.className = 'answer problem'
    // What `fetch` throws is in the browser's own words, and says nothing.
    const lost =
      error instanceof TypeError ? 'The connection to Tollgate broke.' : String(error).replace(/^Error: /, '')
    answer.append(answer.textContent === '' ? lost : ` … ${lost}`)
  }
}

function send(key: string, typed: FormData, signal: AbortSignal): Promise<Response> {
  if (!/^[!-~]+$/.test(key))
    throw new Error('A key has no blanks and no letters beyond a to z. Was it copied whole?')
  return fetch('/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: String(typed.get('model')).trim(),
      stream: true,
      messages: [{ role: 'user', content: String(typed.get('message')) }],
    }),
    signal,
  })
}

async function refusalOf(given: Response): Promise<string> {
  const text = await given.text()
  try {
    return messageOf(JSON.parse(text)) ?? text.slice(0, 500)
  } catch {
    return text.slice(0, 500) || `The answer is ${given.status} and empty.`
  }
}
