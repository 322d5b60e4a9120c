/** Members in which people and models talk: a model's name there is no choice of a model. */
const talk: ReadonlySet<string> = new Set([
  'messages',
  'contents',
  'input',
  'prompt',
  'system',
  'instructions',
  'metadata',
  'parameters',
  'input_schema',
])

const oneModel: ReadonlySet<string> = new Set(['model', 'fallback_model', 'advisor_model'])
const manyModels: ReadonlySet<string> = new Set(['models', 'fallbacks', 'fallback_models'])

/** The members that `modelsNamed` reads. */
export const modelMembers: readonly string[] = [...oneModel, ...manyModels]

/** Every model that a request body can reach, wherever it is named: itself, fallbacks, tools, advisers. */
export function modelsNamed(body: Readonly<Record<string, unknown>>): string[] {
  const models: string[] = []
  collect(body, models)
  return models
}

function collect(value: unknown, models: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, models)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (talk.has(name)) continue
    if (oneModel.has(name) && typeof member === 'string') models.push(member)
    else if (manyModels.has(name) && Array.isArray(member)) {
      models.push(...member.filter((item) => typeof item === 'string'))
    }
    collect(member, models)
  }
}
