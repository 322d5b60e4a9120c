import { listOf, objectOf, type Reading } from './reading.ts'

/** Members that choose a tier, a speed or a place, by the name under which a price knows them. */
const choices: readonly { detail: string; members: readonly string[] }[] = [
  { detail: 'service_tier', members: ['service_tier', 'serviceTier'] },
  { detail: 'speed', members: ['speed'] },
  { detail: 'inference_geo', members: ['inference_geo'] },
]

/** Words of the price that everybody pays. */
const ordinary = /^(default|standard|standard_only|auto|on_demand|unspecified|global|)$/

/** The tiers that a request chooses, as `service_tier=flex`; those of the ordinary price are none. */
export function tiersOf({ body, route }: Reading, headers: Headers): string[] {
  // https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback
  const bodies = [body, ...listOf(body['fallbacks']).map(objectOf)]
  const chosen = bodies.flatMap((one) =>
    choices.flatMap(({ detail, members }) => members.map((member) => ({ detail, value: one[member] }))),
  )
  // https://docs.aws.amazon.com/bedrock/latest/userguide/latency-optimized-inference.html
  const latency = { detail: 'latency', value: objectOf(body['performanceConfig'])['latency'] }
  const named = (route.provider.tierHeaders ?? []).map((name) => ({
    detail: 'service_tier',
    value: headers.get(name),
  }))
  return [...chosen, latency, ...named].flatMap(({ detail, value }) => {
    const word = wordOf(typeof value === 'object' && value !== null ? objectOf(value)['type'] : value)
    return ordinary.test(word) ? [] : [`${detail}=${word}`]
  })
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  // `String` of an object that a client sent can throw.
  if (typeof value === 'object') return '…'
  const word = String(value)
    .toLowerCase()
    .replace(/^service_tier_/, '')
  return /^[\w-]{1,40}$/.test(word) ? word : '…'
}
