import type { JobDialectName } from '../job/dialect.ts'
import type { UsageDialectName } from '../usage/dialect.ts'

/**
 * What a key must be allowed to do (design: keys). `inference` computes an answer; `storage` is whatever lives in the
 * shared upstream account; `mint` hands out direct credentials or opens an unseen channel; `account` is upstream
 * administration.
 */
type EndpointScope = 'inference' | 'storage' | 'mint' | 'account'

/** The API whose bodies tell how much a request can cost (src/bound). */
export type BoundName =
  | 'chat'
  | 'completions'
  | 'responses'
  | 'compaction'
  | 'messages'
  | 'generate'
  | 'interaction'
  | 'converse'
  | 'invoke'
  | 'cohere-chat'
  | 'rerank'
  | 'classify'
  | 'inputs'
  | 'prediction'
  | 'pages'
  | 'images'
  | 'speech'
  | 'transcription'
  | 'run'

/** One endpoint of an API, whoever serves that API. */
export interface Endpoint {
  /** `*` is any method. */
  method: 'GET' | 'POST' | 'DELETE' | '*'
  /**
   * The path below the API's root. `{name}` is one segment, or the part of one up to a `:` that follows it; `{name=a/*}`
   * is what its own pattern says, `**` in it being one segment or several; a last `*` is everything below. Upper and
   * lower case are the same, because some upstreams do not tell them apart.
   */
  path: string
  /** It is meant only where the query says this, also beside something else. */
  query?: { name: string; value: string }
  scope: EndpointScope
  usage: UsageDialectName
  /** The body is a JSON object whose `model`, `stream` and stored objects count. */
  json?: true
  /** The body can be a multipart form too, which names its model, or stored objects beside it. */
  form?: 'model' | 'objects'
  /** It computes with models that are named elsewhere: in a file, in an agent, in a body that nobody reads. */
  leavesModel?: true
  /** The member of the body that names the model, where it is not `model`. */
  modelMember?: string
  /** The query's parameter that names the model, where the body does not. */
  modelParameter?: string
  /** A model can be left out (a stored prompt names it). */
  modelOptional?: true
  /** It streams, whatever the body says. */
  streams?: true
  /** It knows `stream_options.include_usage`. */
  streamOptions?: true
  /**
   * What bounds the cost of one request: `free`, how its body is read, or so many units at most, whatever the body
   * says. Absent: nothing, or its answer does not state it (a job, a place of the account that costs by the day). Reads
   * and deletions are free without it.
   */
  bound?: 'free' | BoundName | { unit: string; most: number }
  /** Work that goes on after the answer. */
  job?: JobPlace
  /**
   * Members of its JSON answer, at any depth, that are addresses of this API, or lists of them: clients open them with
   * their key.
   */
  links?: readonly string[]
}

/** Where a job begins, or is asked after. */
export type JobPlace = JobBegins | JobReads

/** `usage` is where the answer of one that is over states what it consumed. */
interface JobReads {
  reads: JobDialectName
  usage: UsageDialectName
  /** The member of an answer about many jobs that has what each of them would answer. */
  each?: string
}

interface JobBegins {
  begins: JobDialectName
  /**
   * A body of this member alone, a text, asks after the job of that id instead; its answer is read by the same dialect.
   */
  again?: { member: string; usage: UsageDialectName }
}

/** The endpoints of one API, first match wins. What is not listed needs the scope `storage`. */
export type Api = readonly Endpoint[]

export interface EndpointMatch {
  endpoint: Endpoint
  /** The `{name}` parts, percent-decoded. */
  params: Readonly<Record<string, string>>
}

/** Compiles a path pattern to a test on decoded paths, which gives its `{name}` parts. */
function pathPattern(pattern: string): RegExp {
  const source = pattern
    .split(/(\{\w+(?:=[^}]+)?\}|\*$)/)
    .map((part) => {
      if (part === '*') return '.*'
      const [, name, inner] = /^\{(\w+)(?:=([^}]+))?\}$/.exec(part) ?? []
      if (name === undefined) return literal(part)
      if (inner !== undefined)
        return `(?<${name}>${inner
          .split(/(\*\*?)/)
          .map(innerPart)
          .join('')})`
      // An id of another form could be read as something else upstream: ` ` as a list, `?x` as a query.
      if (name === 'id') return '(?<id>[\\w.:@-]+)'
      return pattern.includes(`{${name}}:`) ? `(?<${name}>[^/:]+)` : `(?<${name}>[^/]+)`
    })
    .join('')
  return new RegExp(`^${source}$`, 'i')
}

function innerPart(part: string): string {
  return part === '**' ? '.+' : part === '*' ? '[^/]+' : literal(part)
}

function literal(text: string): string {
  return text.replace(/[.+?^$()|[\]\\]/g, '\\$&')
}

const patterns = new WeakMap<Endpoint, RegExp>()

/**
 * The row of `api` that `method` and `path` (decoded, below the API's root, no slash at its ends) belong to; `query` is
 * as sent, without `?`.
 */
export function matchEndpoint(api: Api, method: string, path: string, query = ''): EndpointMatch | null {
  const asked = method === 'HEAD' ? 'GET' : method
  for (const endpoint of api) {
    if (endpoint.method !== '*' && endpoint.method !== asked) continue
    let pattern = patterns.get(endpoint)
    if (!pattern) patterns.set(endpoint, (pattern = pathPattern(endpoint.path)))
    const match = pattern.exec(path)
    if (match && says(query, endpoint.query)) return { endpoint, params: match.groups ?? {} }
  }
  return null
}

function says(query: string, wanted: Endpoint['query']): boolean {
  return wanted === undefined || new URLSearchParams(`?${query}`).getAll(wanted.name).includes(wanted.value)
}
