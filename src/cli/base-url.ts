import type { Scope } from '../keys/record-schema.ts'
import { readDeployNote } from './deploy/note.ts'
import { otherInstance } from './one-instance.ts'
import type { Place } from './place.ts'
import { projectFolder } from './wrangler.ts'

/** Where the keys of a place work, and what has to happen before they do (null: nothing). No slash at the end. */
export interface BaseUrl {
  url: string
  once: string | null
}

export async function baseUrlOf(place: Place): Promise<BaseUrl> {
  if (place.remote) {
    const note = await readDeployNote(projectFolder)
    return {
      url: note?.url.replace(/\/$/, '') ?? 'https://tollgate.{your subdomain}.workers.dev',
      once: null,
    }
  }
  const running = await otherInstance(place.stateFolder)
  return running
    ? { url: running.url, once: null }
    : { url: 'http://127.0.0.1:8787', once: 'once `npm start` runs' }
}

/** For the end of what a command says: where keys with these scopes work. */
export function describeBaseUrl({ url, once }: BaseUrl, scopes: readonly Scope[] = ['inference']): string {
  const clients = [`${url}/v1 (OpenAI clients)`, `${url} (Anthropic and Gemini clients)`]
  const operator = [`${url}/dashboard (all keys, in a browser)`, `${url}/api (the same for scripts)`]
  const places = [
    ...(scopes.some((scope) => scope !== 'operator') ? clients : []),
    ...(scopes.includes('operator') ? operator : []),
  ]
  return [`Keys work${once === null ? '' : ` ${once}`} at:\n`, ...places.map((place) => `  ${place}`)].join(
    '\n',
  )
}
