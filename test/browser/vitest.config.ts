import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = join(import.meta.dirname, '../..')

/** The pages in Chromium, served by the built Worker. */
export default defineConfig({
  root,
  test: {
    name: 'browser',
    include: ['test/browser/*.browser.ts'],
    // Each has a browser and a Worker of its own, and its tests run side by side.
    fileParallelism: false,
    maxConcurrency: 4,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
})
