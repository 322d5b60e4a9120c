import ledger from './migrations/0001_ledger.sql'
import wallet from './migrations/0002_wallet.sql'
import { statements } from './statements.ts'

export interface Migration {
  /** As Wrangler names it: the file's path below `migrations_dir`. */
  name: string
  sql: string
}

/** In the order in which they are applied. A migration that has been released never changes. */
export const migrations: readonly Migration[] = [
  { name: '0001_ledger.sql', sql: ledger },
  { name: '0002_wallet.sql', sql: wallet },
]

/** Wrangler's own table, to the letter, so that `wrangler d1 migrations apply` agrees about what is applied. */
const createTable = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`

/**
 * Applies what the database lacks, each migration as one transaction together with the note of its name. Whoever loses
 * a race against another Meter (or Wrangler) finds it applied. Throws what D1 throws.
 */
export async function applySchema(db: D1Database): Promise<void> {
  const applied = await namesOf(db)
  for (const migration of migrations) {
    if (applied.has(migration.name)) continue
    try {
      await db.batch([
        ...statements(migration.sql).map((statement) => db.prepare(statement)),
        db.prepare('INSERT INTO "d1_migrations" (name) VALUES (?1)').bind(migration.name),
      ])
    } catch (error) {
      if (!(await namesOf(db)).has(migration.name)) throw error
    }
  }
}

async function namesOf(db: D1Database): Promise<Set<string>> {
  const list = db.prepare('SELECT name FROM "d1_migrations" ORDER BY id')
  try {
    return namesIn(await list.all<{ name: string }>())
  } catch (error) {
    if (!String(error).includes('no such table')) throw error
    await db.prepare(createTable).run()
    return namesIn(await list.all<{ name: string }>())
  }
}

function namesIn(answer: D1Result<{ name: string }>): Set<string> {
  return new Set(answer.results.map(({ name }) => name))
}
