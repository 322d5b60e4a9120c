-- The wallet that a key had when it was last seen, as with its name and tags: sums by wallet come from here.
ALTER TABLE keys ADD COLUMN wallet TEXT;
