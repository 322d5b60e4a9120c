import { accept, type Result } from '../refusal/refusal.ts'
import type { ModelsAsked } from './asked.ts'
import type { Offered } from './offered.ts'
import { pageAfter, pageAround } from './pages.ts'

type Model = Pick<Offered, 'id' | 'owner'>

interface Shape {
  one(model: Model): unknown
  /** `query` as sent, without `?`. */
  list(models: readonly Model[], query: string): Result<unknown>
}

/** When a model was made, nobody says: the field is required, and 0 is what Anthropic documents for that. */
const unknownTime = '1970-01-01T00:00:00Z'

/** How each door's clients read models and lists of them. */
export const shapes: Readonly<Record<ModelsAsked['door'], Shape>> = {
  // https://platform.openai.com/docs/api-reference/models
  openai: {
    one: openaiModel,
    list: (models) => accept({ object: 'list', data: models.map(openaiModel) }),
  },
  // https://docs.anthropic.com/en/api/models-list
  anthropic: {
    one: anthropicModel,
    list(models, query) {
      const page = pageAround(models, query)
      if (!page.ok) return page
      const { items, more } = page.value
      return accept({
        data: items.map(anthropicModel),
        has_more: more,
        first_id: items[0]?.id ?? null,
        last_id: items.at(-1)?.id ?? null,
      })
    },
  },
  // https://ai.google.dev/api/models
  gemini: {
    one: geminiModel,
    list(models, query) {
      const page = pageAfter(models, query)
      if (!page.ok) return page
      const { items, more } = page.value
      const last = items.at(-1)?.id
      return accept({ models: items.map(geminiModel), ...(more && last && { nextPageToken: last }) })
    },
  },
}

function openaiModel({ id, owner }: Model): unknown {
  return { id, object: 'model', created: 0, owned_by: owner }
}

function anthropicModel({ id }: Model): unknown {
  const unknown = { capabilities: null, max_input_tokens: null, max_tokens: null }
  return { type: 'model', id, display_name: id, created_at: unknownTime, ...unknown }
}

function geminiModel({ id }: Model): unknown {
  return { name: `models/${id}`, displayName: id, supportedGenerationMethods: methodsOf(id) }
}

/** Clients choose what they offer by these. An alias is taken for a model that talks. */
function methodsOf(id: string): readonly string[] {
  const special = methods.find(({ models }) => models.test(id))
  return special?.has ?? ['generateContent', 'countTokens']
}

const methods = [
  { models: /embedding/, has: ['embedContent', 'countTokens'] },
  { models: /^imagen-/, has: ['predict'] },
  { models: /^veo-/, has: ['predictLongRunning'] },
  { models: /-live(-|$)|native-audio/, has: ['bidiGenerateContent', 'countTokens'] },
]
