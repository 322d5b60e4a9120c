import type { ToldRow } from './ask.ts'
import { costText, countText, durationText, timeText } from './figures.ts'

/** What the outcomes of the ledger mean. */
export const outcomeTexts: Readonly<Record<ToldRow['outcome'], string>> = {
  complete: 'complete',
  client_gone: 'client left',
  upstream_error: 'upstream failed',
  refused_upstream: 'refused upstream',
  lost: 'lost',
}

/** All that the ledger knows of a request, named for people. */
export function rowDetails(row: ToldRow): [name: string, value: string][] {
  const cost =
    row.price_id === null ? costText(row.cost_nano_usd) : `${costText(row.cost_nano_usd)} (${row.price_id})`
  return [
    ['Request', row.id],
    ['Key', row.key_id],
    ['Time', timeText(row.at)],
    ['Endpoint', `${row.provider}/${row.endpoint}`],
    ['Model', row.model ?? '–'],
    ['Served by', row.served_model ?? '–'],
    ['Outcome', `${outcomeTexts[row.outcome]}${row.status === null ? '' : `, status ${row.status}`}`],
    ['Input tokens', `${countText(row.input_tokens)}${cacheText(row)}`],
    ['Output tokens', `${countText(row.output_tokens)}${reasoningText(row)}`],
    ...(row.units === null ? [] : [['Units', `${countText(row.units)} × ${row.unit}`] as [string, string]]),
    ['Usage is', row.usage_source],
    ['Cost', cost],
    ['First byte after', durationText(row.ttfb_ms)],
    ['Ended after', durationText(row.duration_ms)],
    ['Attempts', countText(row.attempts)],
    ['Gateway log', row.gateway_log_id ?? '–'],
    ...objectText('Details', row.details),
    ...objectText('Tags', row.tags),
  ]
}

function cacheText({ cache_read_tokens: read, cache_write_tokens: written }: ToldRow): string {
  const known = [read && `${countText(read)} from cache`, written && `${countText(written)} to cache`]
  const said = known.filter((text) => typeof text === 'string')
  return said.length === 0 ? '' : ` (${said.join(', ')})`
}

function reasoningText({ reasoning_tokens: reasoning }: ToldRow): string {
  return reasoning ? ` (${countText(reasoning)} reasoning)` : ''
}

function objectText(name: string, value: object | null): [string, string][] {
  return value === null ? [] : [[name, JSON.stringify(value)]]
}
