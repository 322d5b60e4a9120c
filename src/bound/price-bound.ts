import type { Bound, Gap, OutputBound, Unbounded } from './bound.ts'
import { feesOf } from './fees.ts'
import { amount, millionths, sum } from './nano.ts'
import type { BoundRates } from './rates.ts'

/** A bound in money, linear in the output limit. Integer nano-USD, rounded up. */
export interface PricedBound {
  /** What it can cost whatever its output limit is. */
  fixedNano: number
  /** For a million tokens of the output limit, all of its answers counted. */
  nanoPerMillionOutput: number
  /** Tokens whatever the output limit is: of input, and of output that takes no limit. */
  fixedTokens: number
  /** How often the output limit counts; 0 where none can be set. */
  times: number
  /** Null: no limit can be set. */
  output: LimitRange | null
  /** What `fixedNano` and the rest are made of, for settling. */
  inputTokens: number
  inputRate: number
  outputRate: number
  fixedOutput: number
  feesNano: number
}

/** Where an output limit can lie. */
export interface LimitRange {
  /** The client's own limit, else the model's most. */
  wanted: number
  /** Below this the request is refused instead. */
  least: number
  /** The client gave it. */
  explicit: boolean
  /** It has to be written, whatever is granted: nobody has one, or the client has it in a field that may not be held to. */
  write: boolean
}

/** Written as a limit where nobody has one: what no model in use refuses, and what an agent needs. */
const [answerLimit, agentLimit] = [4096, 8192]

/** A bound at its price. `unbounded`: what is not in it, because a price or a ceiling is not known. */
export function priceBound(
  bound: Bound,
  rates: BoundRates,
): { priced: PricedBound; unbounded: Unbounded | null } {
  if (bound.free || bound.charge !== null) return { priced: flat(bound.charge ?? 0), unbounded: null }
  const gaps: Unbounded[] = []
  const gap: Gap = (field, why) => void gaps.push({ field, why })
  const { output } = bound
  const maxOutput = rates.maxOutput ?? bound.mostOutput
  // Where the answer has another price than its tokens', no limit of them saves anything.
  const isByTokens = rates.output !== null || (rates.unit === null && rates.request === 0)
  const limited = output !== null && output.fields.length > 0 && isByTokens ? output : null
  const inputTokens = inputOf(bound, rates, gap)
  const feesNano = feesOf(bound, rates, gap)
  const fixedOutput = sum(
    amount(output?.times ?? 0, output?.more ?? 0),
    output === null || limited ? 0 : amount(output.times, mostOf(output, maxOutput, rates, gap)),
  )
  const [inputRate, outputRate] = [rates.input ?? 0, output ? (rates.output ?? 0) : 0]
  for (const tier of bound.tiers) {
    if (!rates.tiers.includes(tier)) gap(tier.replace(/=.*/, ''), 'what this tier costs is not known')
  }
  if (isFree(bound, rates)) gap('model', 'it has no price for what this request does')
  return {
    priced: {
      fixedNano: sum(millionths(inputTokens, inputRate), millionths(fixedOutput, outputRate), feesNano),
      nanoPerMillionOutput: amount(limited?.times ?? 0, outputRate),
      fixedTokens: sum(inputTokens, fixedOutput),
      times: limited?.times ?? 0,
      output: limited ? rangeOf(limited, maxOutput) : null,
      inputTokens,
      inputRate,
      outputRate,
      fixedOutput,
      feesNano,
    },
    unbounded: gaps[0] ?? null,
  }
}

function inputOf(
  { inputTokens, windows, windowFor, leastWindow }: Bound,
  { input, window }: BoundRates,
  gap: Gap,
) {
  if (windows === 0 || input === null) return inputTokens
  if (window === null) gap(windowFor ?? 'model', 'how much input the model takes at most is not known')
  return sum(inputTokens, amount(windows, Math.max(window ?? 0, leastWindow)))
}

function mostOf(
  { most: own }: OutputBound,
  maxOutput: number | null,
  { output, window }: BoundRates,
  gap: Gap,
): number {
  if (output === null) return 0
  // A window has the answer in it.
  const most = own ?? maxOutput ?? window
  if (most === null) gap('model', 'its answer takes no limit, and its most is not known')
  return most ?? 0
}

/** A price is there for something else only: nothing of this request would count. */
function isFree({ output }: Bound, { input, output: outputRate, request, unit }: BoundRates): boolean {
  if (unit !== null || request > 0) return false
  return output !== null ? outputRate === null : input === null
}

function rangeOf({ asked, unsure, floor }: OutputBound, maxOutput: number | null): LimitRange {
  const wanted = asked ?? maxOutput ?? (floor > answerLimit ? Math.max(floor, agentLimit) : answerLimit)
  return {
    wanted,
    least: Math.min(floor, wanted, maxOutput ?? wanted),
    explicit: asked !== null,
    write: unsure === true || (asked === null && maxOutput === null),
  }
}

function flat(nano: number): PricedBound {
  const none = { nanoPerMillionOutput: 0, fixedTokens: 0, times: 0, output: null }
  return {
    fixedNano: nano,
    ...none,
    inputTokens: 0,
    inputRate: 0,
    outputRate: 0,
    fixedOutput: 0,
    feesNano: nano,
  }
}
