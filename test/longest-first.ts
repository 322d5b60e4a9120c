import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that wait or compute longest, the longest first: one of them begun last would be waited for alone. */
const longest = [
  'test/fire/short.worker.test.ts',
  'test/corridor/disconnect.worker.test.ts',
  'test/budget/running.worker.test.ts',
  'test/doors/translated.worker.test.ts',
  'test/budget/proof.worker.test.ts',
  'test/doors/routing.worker.test.ts',
  'test/budget/evicted.worker.test.ts',
  'test/security/readings.worker.test.ts',
  'test/conformance/others.worker.test.ts',
  'test/cli/start.worker.test.ts',
  'test/queue/queue.worker.test.ts',
  'test/usage/read.test.ts',
  'test/translate/messages/answer/cut.test.ts',
]

/** Vitest's order, by what it measured last or by size, with the longest of each project at its head. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.indexOf(relative(this.ctx.config.root, moduleId))
      return at < 0 ? longest.length : at
    }
    const projects = [...new Set(sorted.map(({ project }) => project))]
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).sort((one, other) => rank(one) - rank(other)),
    )
  }
}
