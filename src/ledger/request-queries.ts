/** One key's rows, newest first: key `?1`, ids from `?2` to below `?3`, at most `?4`. */
export const requestsOfKey = `SELECT * FROM requests
WHERE key_id = ?1 AND id >= ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4`

/**
 * All keys' rows, newest first: ids from `?1` to below `?2`, at most `?3`. The newest so many rows belong to the so
 * many keys whose newest row is newest: one seek a key finds those, and only they are read.
 */
export const requestsOfAll = `WITH newest AS MATERIALIZED (
  SELECT keys.key_id, (SELECT first.id FROM requests AS first
    WHERE first.key_id = keys.key_id AND first.id >= ?1 AND first.id < ?2 ORDER BY first.id DESC LIMIT 1) AS id
  FROM keys ORDER BY 2 DESC LIMIT ?3)
SELECT requests.* FROM newest CROSS JOIN requests ON requests.key_id = newest.key_id AND requests.id IN (
  SELECT near.id FROM requests AS near
  WHERE near.key_id = newest.key_id AND near.id >= ?1 AND near.id < ?2 ORDER BY near.id DESC LIMIT ?3)
ORDER BY requests.id DESC LIMIT ?3`

export const requestOfKey = 'SELECT * FROM requests WHERE key_id = ?1 AND id = ?2'

/** A row whose key is not known: id `?1`, among the keys that were used between the days `?2` and `?3`. */
export const requestOfAny = `SELECT requests.* FROM (
  SELECT DISTINCT daily.key_id FROM daily WHERE daily.day BETWEEN ?2 AND ?3) AS used
CROSS JOIN requests ON requests.key_id = used.key_id AND requests.id = ?1 LIMIT 1`
