import { createApp } from './app.ts'

export { Meter } from './meter/meter.ts'
export default createApp()
