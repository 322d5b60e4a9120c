import { createWorker } from './app.ts'

export { Meter } from './meter/meter.ts'
export default createWorker()
