import type { Sent } from './send.ts'

/** Whether another provider could do better; never where the request itself is at fault. */
export function mayHelp(sent: Sent): boolean {
  if (sent.how !== 'answered') return sent.how === 'failed'
  const { status } = sent.response
  return status === 408 || status === 429 || status >= 500
}

/** Whether an upstream refused `stream_options`, as it says in its error. The answer stays readable. */
export async function declinesUsage(sent: Sent): Promise<boolean> {
  if (sent.how !== 'answered') return false
  const { status } = sent.response
  if (status !== 400 && status !== 422) return false
  const { body } = sent.response.clone()
  return body !== null && usageField.test(await beginningOf(body))
}

const usageField = /stream_options|include_usage/

/**
 * Whether an error that names the field can be about a request's own words, escaped or not: then it tells nothing of
 * the upstream, and what one client wrote must not decide what is counted for all others.
 */
export function mayNameUsage(body: string): boolean {
  return usageField.test(body) || /\\u00[5-7]/.test(body)
}

const mostErrorBytes = 65_536
/** The client waits for the error meanwhile. */
const longestMs = 5_000

/** What comes of an error within some seconds, up to 64 KB, as text; what breaks off is at its end. */
async function beginningOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader()
  const stop = (): void => void reader.cancel().catch(() => {})
  const timer = setTimeout(stop, longestMs)
  const decoder = new TextDecoder()
  let text = ''
  try {
    while (text.length < mostErrorBytes) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // The answer's own reader meets the same break.
  } finally {
    clearTimeout(timer)
    stop()
  }
  return text
}
