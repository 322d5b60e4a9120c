import { tableLine, withPart } from '../support/readme.ts'
import { boundsOf } from './bounds.ts'
import { furtherOf } from './further.ts'
import { machineInWords } from './machine.ts'
import type { Measured } from './measured.ts'
import { cellsOf } from './report.ts'

/** The README with another run's figures between its marks; throws if it has no marks. */
export function withFigures(readme: string, measured: Measured): string {
  return withPart(readme, 'bench', figuresInMarkdown(measured))
}

/** The tables of a run, with when and where it was made. */
export function figuresInMarkdown(measured: Measured): string {
  const bounds = boundsOf(measured).map((row) => tableLine(cellsOf(row).slice(0, 4)))
  const further = furtherOf(measured).map((row) => {
    const [what, values, , , beside] = cellsOf(row)
    return tableLine([what, values, beside])
  })
  return [
    `Measured on ${measured.at.slice(0, 10)} (${machineInWords(measured.machine)}), all in one \`workerd\`, in turn, as medians of its rounds. What is in × is CPU (user + system of that \`workerd\`, local KV, D1 and Meter included) as a ratio, and much the same on any machine; ms, MB and requests a second are this machine’s own.`,
    '',
    tableLine(['what', 'measured', 'bound', '']),
    tableLine(['---', '---', '---', '---']),
    ...bounds,
    '',
    'Beyond the bounds, against a Worker that only returns `fetch(request)`:',
    '',
    tableLine(['what', 'measured', 'of which']),
    tableLine(['---', '---', '---']),
    ...further,
  ].join('\n')
}
