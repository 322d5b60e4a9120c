import { valueAt } from '../usage/json.ts'
import { jobByStatus } from './by-status.ts'
import type { JobDialect } from './dialect.ts'

const job = jobByStatus({
  queued: 'running',
  in_progress: 'running',
  completed: 'done',
  requires_action: 'done',
  requires_continuation: 'done',
  incomplete: 'done',
  budget_exceeded: 'done',
  cancelled: 'done',
  failed: 'failed',
})

/** Google's Interactions in the background. https://ai.google.dev/api/interactions-api */
export const interaction: JobDialect = {
  asks: (body) => body['background'] === true,
  body: job,
  marks: ['"interaction.created"', '"interaction.status_update"', '"interaction.completed"'],
  event(json) {
    if (valueAt(json, 'event_type') !== 'interaction.status_update') return job(valueAt(json, 'interaction'))
    return job({ id: valueAt(json, 'interaction_id'), status: valueAt(json, 'status') })
  },
  members: ['id', 'status'],
}
