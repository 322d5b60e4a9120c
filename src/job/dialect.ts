/** `done`: over, whatever came of it, also where it was stopped. `failed`: over, and nobody charges for what it did not state. */
export type JobState = 'running' | 'done' | 'failed'

/** What an answer says of work that goes on after it. */
export interface Job {
  /** As this API names it in its paths; null where the answer does not. */
  id: string | null
  state: JobState
  /** The id in the paths of what tells what it consumed, where that is not told here: a file of results. */
  results?: string
  /** It is over, and unless the same answer tells what it consumed, another one will. */
  untold?: true
}

/**
 * How one API tells of jobs: work whose cost is not in the answer to the request that began it. Pure: JSON values in, a
 * job or nothing out, whatever it is given.
 */
export interface JobDialect {
  /** Whether a request wants such work, where some do not. Absent: each may. */
  asks?(body: Readonly<Record<string, unknown>>): boolean
  /** What the status alone tells; absent, or null: nothing. */
  status?(status: number): JobState | null
  /** A whole answer. Absent: nobody needs to read one. */
  body?(json: unknown): Job | null
  /** An event of a stream matters only if its text contains one of these. */
  marks?: readonly string[]
  event?(json: unknown): Job | null
  /** For an answer too large to keep whole: texts at its top that tell what `body` needs. */
  members?: readonly string[]
  /** The state of such an answer, where only that of a job which is over can be so large. */
  large?: JobState
}

/** The dialects by name; an endpoint's row names one. */
export type JobDialectName =
  | 'response'
  | 'interaction'
  | 'operation'
  | 'prediction'
  | 'queue'
  | 'queue-result'
  | 'video-request'
  | 'deferred-completion'
  | 'async-completion'
  | 'video-generation'
  | 'batch'
  | 'batch-output'
  | 'mistral-batch'
  | 'gemini-batch'
  | 'fine-tuning'
  | 'queued-run'
  | 'message-batch'
  | 'message-batch-results'
