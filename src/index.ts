import { type Bindings, createApp, forgetOldRows } from './app.ts'

export { Meter } from './meter/meter.ts'

const app = createApp()

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => forgetOldRows(env),
} satisfies ExportedHandler<Bindings>
