/**
 * Models with requests of unknown cost from day `?1` on, the most frequent first, at most `?2`. Failures, which mostly
 * have no cost, are taken away in `answered`: at least so many were none.
 */
export const unpricedModels = `SELECT daily.provider, daily.model, sum(daily.unpriced) AS requests,
  sum(max(daily.unpriced - daily.errors, 0)) AS answered FROM daily
WHERE daily.day >= ?1 AND daily.unpriced > 0 AND daily.model NOT IN ('', '(refused)')
GROUP BY daily.provider, daily.model ORDER BY 3 DESC LIMIT ?2`

/** The keys that were used last, at most `?1`. */
export const recentKeys = 'SELECT keys.key_id FROM keys ORDER BY keys.last_at DESC LIMIT ?1'

export const requestsOnDay =
  'SELECT coalesce(sum(daily.requests), 0) AS requests FROM daily WHERE daily.day = ?1'

export const appliedMigrations = 'SELECT name FROM "d1_migrations"'
