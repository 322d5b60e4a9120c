// The order of the bundle, 2.4 KB of it: gzip looks back 32 KB only, so data stand first and like beside like.
import './price/catalogue.ts'
import './providers/index.ts'
import './usage/dialects/index.ts'
import './proxy.ts'
import { createWorker } from './app.ts'

export { Meter } from './meter/meter.ts'
export default createWorker()
