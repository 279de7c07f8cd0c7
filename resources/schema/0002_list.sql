-- What people say of a run, what the list shows without reading a curve, and the experiments that wait.
ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN deleted_us INTEGER NOT NULL DEFAULT 0; -- 0: it is not
-- Of its experiment, written when the run is made.
ALTER TABLE runs ADD COLUMN model TEXT NOT NULL DEFAULT '';        -- `yolo_world_v2_n`
ALTER TABLE runs ADD COLUMN data TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN methods TEXT NOT NULL DEFAULT '';      -- of its adapters, a comma list
ALTER TABLE runs ADD COLUMN is_leaked INTEGER NOT NULL DEFAULT 0;  -- it is validated on what it trains on
UPDATE runs SET deleted_us = CAST(strftime('%s', 'now') AS INTEGER) * 1000000 WHERE is_deleted;
CREATE TABLE tags (
    run INTEGER NOT NULL REFERENCES runs(id),
    tag TEXT NOT NULL,
    PRIMARY KEY (run, tag)
) WITHOUT ROWID;
-- Small curves of runs that are over: pairs of doubles, minimum and maximum of a stretch.
CREATE TABLE sparklines (
    run INTEGER PRIMARY KEY REFERENCES runs(id),
    series TEXT NOT NULL,
    stretches INTEGER NOT NULL,
    step INTEGER NOT NULL,           -- of the run when it was made; another one makes it stale
    pairs BLOB NOT NULL
);
CREATE TABLE waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    yaml TEXT NOT NULL,
    file TEXT NOT NULL,              -- relative paths of the experiment start at its folder
    only_if_stable INTEGER NOT NULL DEFAULT 0,
    after_run INTEGER NOT NULL DEFAULT 0
);
