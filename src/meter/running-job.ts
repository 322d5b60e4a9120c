/** A job that has not told what it consumed: it runs, or that will be told of `results`. */
export interface RunningJob {
  readonly job: string
  readonly results?: string
}
