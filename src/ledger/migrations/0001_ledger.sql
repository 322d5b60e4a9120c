-- The rule of these files: a semicolon and a blank line (or nothing more) close a statement, so the body of a
-- trigger has no blank line. Keywords in capitals, LF, no quotes or semicolons in comments and no conditional
-- expressions but iif: the splitters of D1 read triggers by keyword
-- (https://github.com/cloudflare/workers-sdk/issues/15690).

-- One row for each request that went upstream. No other index: each would be one more row written a request.
CREATE TABLE requests (
  key_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  door TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT,
  served_model TEXT,
  status INTEGER,
  stream INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  usage_source TEXT NOT NULL,
  input_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  details TEXT,
  units REAL,
  unit TEXT,
  cost_nano_usd INTEGER,
  price_id TEXT,
  ttfb_ms INTEGER,
  duration_ms INTEGER,
  attempts INTEGER NOT NULL,
  gateway_log_id TEXT,
  tags TEXT,
  PRIMARY KEY (key_id, id)
) STRICT, WITHOUT ROWID;

-- Sums of a day in UTC. The column errors counts upstream_error, refused_upstream and lost, not a client that left.
-- The column unpriced counts rows whose cost is unknown, which the sum of costs takes as 0.
CREATE TABLE daily (
  day TEXT NOT NULL,
  key_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  requests INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  units REAL NOT NULL,
  cost_nano_usd INTEGER NOT NULL,
  PRIMARY KEY (day, key_id, provider, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
  key_id TEXT NOT NULL PRIMARY KEY,
  name TEXT,
  tags TEXT,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER requests_insert AFTER INSERT ON requests
BEGIN
  INSERT INTO daily VALUES (
    date(new.at / 1000, 'unixepoch'), new.key_id, new.provider,
    iif(new.outcome = 'refused_upstream', '(refused)', coalesce(new.model, '')),
    1, new.outcome IN ('upstream_error', 'refused_upstream', 'lost'), new.cost_nano_usd IS NULL,
    coalesce(new.input_tokens, 0), coalesce(new.cache_read_tokens, 0), coalesce(new.cache_write_tokens, 0),
    coalesce(new.output_tokens, 0), coalesce(new.reasoning_tokens, 0), coalesce(new.units, 0),
    coalesce(new.cost_nano_usd, 0)
  ) ON CONFLICT DO UPDATE SET
    requests = requests + 1,
    errors = errors + excluded.errors,
    unpriced = unpriced + excluded.unpriced,
    input_tokens = input_tokens + excluded.input_tokens,
    cache_read_tokens = cache_read_tokens + excluded.cache_read_tokens,
    cache_write_tokens = cache_write_tokens + excluded.cache_write_tokens,
    output_tokens = output_tokens + excluded.output_tokens,
    reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens,
    units = units + excluded.units,
    cost_nano_usd = cost_nano_usd + excluded.cost_nano_usd;
END;

-- The new row is added before the old one is taken away, so that the sum they mostly share is not deleted in between.
CREATE TRIGGER requests_update AFTER UPDATE ON requests
BEGIN
  INSERT INTO daily VALUES (
    date(new.at / 1000, 'unixepoch'), new.key_id, new.provider,
    iif(new.outcome = 'refused_upstream', '(refused)', coalesce(new.model, '')),
    1, new.outcome IN ('upstream_error', 'refused_upstream', 'lost'), new.cost_nano_usd IS NULL,
    coalesce(new.input_tokens, 0), coalesce(new.cache_read_tokens, 0), coalesce(new.cache_write_tokens, 0),
    coalesce(new.output_tokens, 0), coalesce(new.reasoning_tokens, 0), coalesce(new.units, 0),
    coalesce(new.cost_nano_usd, 0)
  ) ON CONFLICT DO UPDATE SET
    requests = requests + 1,
    errors = errors + excluded.errors,
    unpriced = unpriced + excluded.unpriced,
    input_tokens = input_tokens + excluded.input_tokens,
    cache_read_tokens = cache_read_tokens + excluded.cache_read_tokens,
    cache_write_tokens = cache_write_tokens + excluded.cache_write_tokens,
    output_tokens = output_tokens + excluded.output_tokens,
    reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens,
    units = units + excluded.units,
    cost_nano_usd = cost_nano_usd + excluded.cost_nano_usd;
  UPDATE daily SET
    requests = requests - 1,
    errors = errors - (old.outcome IN ('upstream_error', 'refused_upstream', 'lost')),
    unpriced = unpriced - (old.cost_nano_usd IS NULL),
    input_tokens = input_tokens - coalesce(old.input_tokens, 0),
    cache_read_tokens = cache_read_tokens - coalesce(old.cache_read_tokens, 0),
    cache_write_tokens = cache_write_tokens - coalesce(old.cache_write_tokens, 0),
    output_tokens = output_tokens - coalesce(old.output_tokens, 0),
    reasoning_tokens = reasoning_tokens - coalesce(old.reasoning_tokens, 0),
    units = units - coalesce(old.units, 0),
    cost_nano_usd = cost_nano_usd - coalesce(old.cost_nano_usd, 0)
  WHERE day = date(old.at / 1000, 'unixepoch') AND key_id = old.key_id AND provider = old.provider
    AND model = iif(old.outcome = 'refused_upstream', '(refused)', coalesce(old.model, ''));
  DELETE FROM daily
  WHERE day = date(old.at / 1000, 'unixepoch') AND key_id = old.key_id AND provider = old.provider
    AND model = iif(old.outcome = 'refused_upstream', '(refused)', coalesce(old.model, '')) AND requests = 0;
END;

-- There is no trigger on delete: retention prunes requests, and their sums stay.
-- This view is for people at the console, with times in UTC. A query that names its key reads only the rows of that key.
CREATE VIEW usage AS
SELECT
  datetime(at / 1000, 'unixepoch') AS time,
  key_id AS key,
  model,
  input_tokens AS input,
  output_tokens AS output,
  cost_nano_usd / 1e9 AS usd,
  outcome
FROM requests;
