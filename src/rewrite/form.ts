import { type FormBody, withModel } from '../body/form.ts'
import type { Route } from '../route/route.ts'

/** A form on its way up: its own bytes, but for the model's name where the provider has another for it. */
export function upstreamForm({ upstreamModel }: Pick<Route, 'upstreamModel'>, form: FormBody) {
  return {
    bytes: upstreamModel === null ? form.bytes : withModel(form, upstreamModel),
    streams: form.value['stream'] === 'true',
  }
}
