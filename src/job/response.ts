import { valueAt } from '../usage/json.ts'
import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

const job = jobByStatus({
  queued: 'running',
  in_progress: 'running',
  completed: 'done',
  incomplete: 'done',
  cancelled: 'done',
  failed: 'failed',
})

/** Events that carry the whole response. */
const types = ['created', 'queued', 'in_progress', 'completed', 'incomplete', 'cancelled', 'failed'].map(
  (end) => `response.${end}`,
)

/** The Responses API in the background. https://platform.openai.com/docs/guides/background */
export const response: JobDialect = {
  asks: (body) => body['background'] === true,
  body: job,
  marks: types.map((type) => `"${type}"`),
  event(json) {
    const type = valueAt(json, 'type')
    return types.some((known) => known === type) ? job(valueAt(json, 'response')) : null
  },
  members: ['id', 'status'],
}
