import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { projectFolder } from '../../src/cli/wrangler.ts'
import { type Guest, sharedStage, type Stage } from '../doors/stage.ts'
import { type Client, clients, type Feature } from './clients.ts'
import { standInUsage } from './stand-in-row.ts'
import { type Results, rowOf, tableIn } from './table.ts'
import { installedVersions } from './versions.ts'

/** A guest that knows its key's id. */
export interface Visitor extends Guest {
  id: string
}

/** One file of the suite: its Worker, its tests, and what they prove. */
export interface Conformance {
  /** For `baseURL`, no slash at the end. Known once the tests run. */
  url(): string
  stage(): Stage
  visitor(id: string, more?: object): Promise<Visitor>
  /** From now on the stand-in answers this prompt with a call, and the call's result with words. */
  scriptTask(prompt: string, call: { id: string; name: string; arguments: string }): void
  /** A test that proves features of one client. What it returns is said in the table in place of ✓. */
  feature(
    client: Client,
    proves: Feature | readonly Feature[],
    sentence: string,
    prove: (visitor: Visitor) => Promise<string | void>,
  ): void
  /** The last test of the file: the README's table says what the others proved. */
  table(of: string): void
}

/** The folder in which `npm run conformance` collects what was proven; every other run compares it with the README. */
const collecting = process.env['CONFORMANCE_RESULTS']

/** Sets up one Worker for all the tests of a file. */
export function conformance(): Conformance {
  vi.setConfig({ maxConcurrency: 40 })
  const results: Results = {}
  let stage: Stage
  let visitors = 0
  beforeAll(async () => {
    stage = await sharedStage()
  })
  afterAll(() => {
    if (collecting === undefined) return
    const file = `${Object.keys(results).join('+')}.json`
    writeFileSync(join(collecting, file), JSON.stringify(results))
  })
  const visitor = async (id: string, more?: object): Promise<Visitor> => {
    const guest = await stage.guest(id, more)
    return { ...guest, id }
  }
  return {
    url: () => stage.url,
    stage: () => stage,
    visitor,
    scriptTask(prompt, call) {
      const { mock } = stage.standIn
      const userMessage = new RegExp(prompt)
      mock.prependFixture({
        match: { userMessage, hasToolResult: false },
        response: { toolCalls: [call], usage: standInUsage },
      })
      mock.prependFixture({
        match: { userMessage, hasToolResult: true },
        response: { content: 'The note is written.', usage: standInUsage },
      })
    },
    feature(client, proves, sentence, prove) {
      const features = [proves].flat()
      const id = `${client}-${(visitors += 1)}`
      const proven = (results[client] ??= {})
      test(`${client}, ${features.join(', ')}: ${sentence}`, async () => {
        const verdict = (await prove(await visitor(id))) ?? '✓'
        expect(verdict, 'it fits into a cell').toMatch(/^[^|\n]+$/)
        for (const feature of features) proven[feature] ??= verdict
      })
    },
    table(of) {
      test.skipIf(collecting !== undefined)(`the README says what was proven of ${of}`, () => {
        const lines = tableIn(readFileSync(join(projectFolder, 'README.md'), 'utf8'))
        const versions = installedVersions()
        const expected = (Object.keys(clients) as Client[])
          .filter((client) => results[client])
          .map((client) => rowOf(client, results, versions))
        const found = lines.filter((line) => expected.includes(line))
        expect(found, 'run `npm run conformance`').toEqual(expected)
      })
    },
  }
}
