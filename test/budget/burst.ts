/** How one request of a burst was answered. */
export interface Answered {
  status: number
  /** Of a refusal. */
  code: string | null
  /** Of what was served. */
  clamped: string | null
}

/** One chat of some size, streamed or not, with a limit of its own or none; the whole answer is read. */
export async function chat(url: string, token: string, random: () => number): Promise<Answered> {
  const size = Math.floor(random() * 4_000)
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o',
      stream: random() < 0.5,
      messages: [{ role: 'user', content: 'x'.repeat(size) }],
      ...(random() < 0.7 && { max_completion_tokens: 16 + Math.floor(random() * 2_000) }),
      ...(random() < 0.2 && { n: 2 }),
    }),
  })
  const text = await response.text()
  const code = response.status === 200 ? null : (JSON.parse(text) as { error: { code: string } }).error.code
  return { status: response.status, code, clamped: response.headers.get('tollgate-clamped') }
}

/** All of them, at most so many at once. */
export async function together<T>(
  count: number,
  atOnce: number,
  one: (index: number) => Promise<T>,
): Promise<T[]> {
  const done: T[] = []
  let begun = 0
  const worker = async (): Promise<void> => {
    while (begun < count) done.push(await one(begun++))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return done
}

/** What a key's holder is told of its budget, in nano-USD. */
export async function accountOf(url: string, token: string): Promise<{ spent: number; reserved: number }> {
  const response = await fetch(`${url}/api/key`, { headers: { authorization: `Bearer ${token}` } })
  const { budget } = (await response.json()) as { budget: { spent_usd: number; reserved_usd: number } }
  return { spent: Math.round(budget.spent_usd * 1e9), reserved: Math.round(budget.reserved_usd * 1e9) }
}

/** An empty chat with an answer this short, and what a refusal says that it can cost, in nano-USD. */
async function short(
  url: string,
  token: string,
  most: number,
): Promise<{ status: number; required: number }> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: `{"model":"gpt-4o","messages":[{"role":"user","content":""}],"max_completion_tokens":${most}}`,
  })
  const { error } = (await response.json()) as { error?: { required: number } }
  return { status: response.status, required: Math.round((error?.required ?? 0) * 1e9) }
}

/** Uses up what is left, down to the smallest request that somebody could send; tells what that could cost. */
export async function useUp(url: string, token: string): Promise<number> {
  let required = 0
  for (const most of [16_000, 1_000, 100, 10, 1]) {
    let last = await short(url, token, most)
    while (last.status === 200) last = await short(url, token, most)
    required = last.required
  }
  return required
}
