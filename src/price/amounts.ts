import type { Details } from './details.ts'
import type { Amounts, RateName, Rates } from './rate.ts'
import type { Sale } from './sale.ts'

/** What is in the tokens, and how long the input is that their rates go by. */
export interface Counted {
  amounts: Amounts
  input: number
}

/** Inputs that have a rate of their own or are charged like text, `alike` saying which vendors do not tell apart. */
const modalities = [
  { rate: 'input_audio', cached: 'cache_read_audio', name: 'audio', alike: false },
  // "Text / image / video": https://ai.google.dev/gemini-api/docs/pricing, https://platform.openai.com/docs/guides/images-vision
  { rate: 'input_image', cached: 'cache_read_image', name: 'image', alike: true },
  { rate: 'input_video', cached: null, name: 'video', alike: true },
] as const

/** The tokens of a sale, side by side. Null where they contradict themselves or are not all known. */
export function tokensOf(sale: Sale, details: Details, rates: Rates): Counted | null {
  const input = count(details, 'billed_input_tokens') ?? sale.input_tokens
  const output = count(details, 'billed_output_tokens') ?? sale.output_tokens
  if (input === null) return null
  // Vectors are no output, and their models have no rate for one.
  if (output === null && rates.output !== undefined) return null
  const inputs = inputAmounts(sale, input, details, rates)
  const outputs = outputAmounts(sale, output ?? 0, details, rates)
  return inputs && outputs && { amounts: { ...inputs, ...outputs }, input: longestInput(input, details) }
}

/** The sum of several answers says what the longest input of one of them was, at whose rates none of them is dearer. */
export function longestInput(input: number, details: Details): number {
  return count(details, 'longest_input_tokens') ?? input
}

function inputAmounts(sale: Sale, input: number, details: Details, rates: Rates): Amounts | null {
  const read = sale.cache_read_tokens ?? 0
  const write = sale.cache_write_tokens ?? 0
  const hour = count(details, 'cache_write_1h_tokens') ?? 0
  const amounts: Amounts = { cache_read: read, cache_write: write - hour, cache_write_1h: hour }
  for (const { rate, cached, name, alike } of modalities) {
    const tokens = count(details, `input_${name}_tokens`) ?? 0
    // What stands beside the billed input is not in it.
    if (tokens > 0 && 'billed_input_tokens' in details) return null
    if (tokens === 0 || (alike && rates[rate] === undefined)) continue
    const again = count(details, `cache_read_${name}_tokens`) ?? (read === 0 ? 0 : null)
    if (again === null || again > tokens || (again > 0 && cached === null)) return null
    amounts[rate] = tokens - again
    if (cached !== null) amounts[cached] = again
    amounts.cache_read = (amounts.cache_read ?? 0) - again
  }
  return withRest('input', input, amounts)
}

function outputAmounts(sale: Sale, output: number, details: Details, rates: Rates): Amounts | null {
  const reasoning = sale.reasoning_tokens ?? 0
  if (reasoning > output || unsplitImages(sale, output, details, rates)) return null
  const amounts: Amounts = {
    output_audio: count(details, 'output_audio_tokens') ?? 0,
    output_image: count(details, 'output_image_tokens') ?? 0,
    output_video: count(details, 'output_video_tokens') ?? 0,
    citation: count(details, 'citation_tokens') ?? 0,
    // The rate of all output is theirs too, unless they have one.
    ...(rates.reasoning !== undefined && { reasoning }),
  }
  return withRest('output', output, amounts)
}

/** Images streamed from an endpoint of images: nothing says which of the tokens are theirs. */
function unsplitImages({ endpoint }: Sale, output: number, details: Details, rates: Rates): boolean {
  const split = 'output_image_tokens' in details || 'output_text_tokens' in details
  const alike = rates.output_image?.base === rates.output?.base
  return output > 0 && rates.output_image !== undefined && !alike && !split && /\bimages\//.test(endpoint)
}

/** With what is left of a total; null if the parts are more than it. */
function withRest(name: RateName, total: number, parts: Amounts): Amounts | null {
  const all = Object.values(parts)
  const rest = all.reduce((left, part) => left - part, total)
  return [...all, rest].every((part) => Number.isSafeInteger(part) && part >= 0)
    ? { ...parts, [name]: rest }
    : null
}

function count(details: Details, name: string): number | null {
  const value = details[name]
  return typeof value === 'number' ? value : null
}

/** The calls that a sale made beside its tokens. Null where their fee depends on what is not known. */
export function callsOf(details: Details, rates: Rates): Amounts | null {
  const searches = count(details, 'web_search_requests') ?? 0
  const queries = count(details, 'num_search_queries') ?? 0
  // The data set has the fee of the widest search only, and nothing counts a voice's messages.
  if (rates.request !== undefined && details['search_context_size'] !== 'high') return null
  if (rates.message !== undefined) return null
  // A fee for the request covers its queries.
  const paid = rates.request === undefined ? searches + queries : searches
  return { web_search: paid, ...(rates.request !== undefined && { request: 1 }) }
}

/** What was measured otherwise than in tokens. Null where it has no rate. */
export function unitsOf({ units, unit }: Sale, details: Details, leastSeconds: number): Amounts | null {
  if (units === null) return {}
  if (unit === 'second') return { audio: units === 0 ? 0 : Math.max(units, leastSeconds) }
  if (unit === 'page') return details['annotation'] === 'asked' ? { annotated_page: units } : { page: units }
  return null
}
