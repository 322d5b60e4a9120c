import { join } from 'node:path'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'

const root = join(import.meta.dirname, '..')

/** Three rings: `*.test.ts` in plain Node, `*.workerd.test.ts` inside workerd, `*.worker.test.ts` against the built Worker. */
export default defineConfig({
  root,
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        root,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.workerd.test.ts', 'test/**/*.worker.test.ts'],
          isolate: false,
          // Otherwise it takes one less than there are cores.
          maxWorkers: '100%',
        },
      },
      {
        root,
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        // Loading the Worker takes longer than its tests: all files share one, and each test resets the storage.
        test: {
          name: 'workerd',
          include: ['test/**/*.workerd.test.ts'],
          isolate: false,
          testTimeout: 30_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'worker',
          include: ['test/**/*.worker.test.ts'],
          // They wait for the outbox more than they compute.
          maxWorkers: 5,
          isolate: false,
          sequence: { groupOrder: 2 },
          // Nothing is judged by its time: only what hangs comes to this.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
