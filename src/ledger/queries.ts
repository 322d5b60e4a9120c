import { columns } from './columns.ts'

const names = Object.keys(columns)
const values = names.map((name) => `value ->> '${name}'`)
const replacements = names.map((name) => `${name} = excluded.${name}`)

/**
 * `?1` is a JSON array of rows: one bound parameter, because D1 takes at most 100. Only a `lost` row may be replaced,
 * whoever writes and in whatever order. Never OR IGNORE nor OR REPLACE: both break the sums that the triggers keep.
 * `WHERE true` keeps the parser from reading ON as a join (https://sqlite.org/lang_upsert.html, section 2.2). OFFSET
 * keeps the subquery apart (https://sqlite.org/optoverview.html#flattening): else `value` is made once for each column.
 */
export const insertRows = `INSERT INTO requests (${names.join(', ')})
SELECT ${values.join(', ')} FROM (SELECT value FROM json_each(?1) LIMIT -1 OFFSET 0) WHERE true
ON CONFLICT DO UPDATE SET ${replacements.join(', ')}
WHERE requests.outcome = 'lost' AND excluded.outcome <> 'lost'`

/** `?1` is a JSON array of labels with `last_at`. A batch that comes late does not bring an old name back. */
export const upsertKeys = `INSERT INTO keys (key_id, name, tags, wallet, last_at)
SELECT value ->> 'key_id', value ->> 'name', value ->> 'tags', value ->> 'wallet', value ->> 'last_at'
FROM json_each(?1) WHERE true
ON CONFLICT DO UPDATE SET name = excluded.name, tags = excluded.tags, wallet = excluded.wallet,
  last_at = excluded.last_at
WHERE excluded.last_at >= keys.last_at`

/** Forgets at most `?2` rows with ids below `?1`, key by key. `daily` stays: no trigger follows a deletion. */
export const pruneRequests = `DELETE FROM requests WHERE (key_id, id) IN (
  SELECT old.key_id, old.id FROM keys CROSS JOIN requests AS old ON old.key_id = keys.key_id AND old.id < ?1 LIMIT ?2)`
