/** How to reach a Tollgate with this key: what each kind of client sets, and a line to try. */
export function wayIn(url: string, token: string): string {
  return `  base URL for OpenAI clients                ${url}/v1
  base URL for Anthropic and Gemini clients  ${url}
  any provider's own paths                   ${url}/{provider}/…
  API key, in all of them                    ${token}
  what it used, seen in a browser            ${url}/dashboard

  curl -N ${url}/v1/chat/completions -H 'authorization: Bearer ${token}' \\
    -H 'content-type: application/json' \\
    -d '{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hello"}]}'

Ctrl-C stops everything.`
}
