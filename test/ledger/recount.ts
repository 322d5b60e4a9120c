/** What `daily` must hold, worked out anew from `requests`. */
export const recount = `SELECT date(at / 1000, 'unixepoch') AS day, key_id, provider,
  iif(outcome = 'refused_upstream', '(refused)', coalesce(model, '')) AS model, count(*) AS requests,
  sum(outcome IN ('upstream_error', 'refused_upstream', 'lost')) AS errors, sum(cost_nano_usd IS NULL) AS unpriced,
  coalesce(sum(input_tokens), 0) AS input_tokens, coalesce(sum(cache_read_tokens), 0) AS cache_read_tokens,
  coalesce(sum(cache_write_tokens), 0) AS cache_write_tokens, coalesce(sum(output_tokens), 0) AS output_tokens,
  coalesce(sum(reasoning_tokens), 0) AS reasoning_tokens, coalesce(sum(units), 0) AS units,
  coalesce(sum(cost_nano_usd), 0) AS cost_nano_usd
FROM requests GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`

export const dailyRows = 'SELECT * FROM daily ORDER BY day, key_id, provider, model'
