-- Runs and what they said. A value that is no finite number is kept as a kind with no value: NULL alone is not NaN.
CREATE TABLE experiments (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,       -- of the text
    yaml TEXT NOT NULL
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    experiment INTEGER NOT NULL REFERENCES experiments(id),
    name TEXT NOT NULL,
    file TEXT NOT NULL,
    folder TEXT NOT NULL,            -- relative paths of the experiment start here
    recipe TEXT NOT NULL,            -- equal for runs that differ in seed alone
    created_us INTEGER NOT NULL,
    state TEXT NOT NULL,
    stability TEXT NOT NULL DEFAULT 'stable',
    message TEXT NOT NULL DEFAULT '',
    seconds REAL NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0,
    total_steps INTEGER NOT NULL DEFAULT 0,
    epoch REAL NOT NULL DEFAULT 0,
    epochs INTEGER NOT NULL DEFAULT 0,
    parameters INTEGER NOT NULL DEFAULT 0,
    trainable INTEGER NOT NULL DEFAULT 0,
    adapter_parameters INTEGER NOT NULL DEFAULT 0,
    best REAL,                       -- mAP
    last REAL,
    checkpoint_step INTEGER NOT NULL DEFAULT 0,
    is_deleted INTEGER NOT NULL DEFAULT 0,
    -- Who writes: enough to tell a living process from a reused number.
    host TEXT NOT NULL DEFAULT '',
    boot TEXT NOT NULL DEFAULT '',
    pid INTEGER NOT NULL DEFAULT 0,
    pid_start TEXT NOT NULL DEFAULT '',
    heartbeat_us INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs(id),
    name TEXT NOT NULL,
    UNIQUE (run, name)
);
-- One row a step or evaluation; its values are points of the same seq.
CREATE TABLE moments (
    run INTEGER NOT NULL REFERENCES runs(id),
    seq INTEGER NOT NULL,
    is_evaluation INTEGER NOT NULL,
    step INTEGER NOT NULL,
    epoch REAL NOT NULL,
    seconds REAL NOT NULL,
    wall_us INTEGER NOT NULL,
    stability TEXT NOT NULL DEFAULT 'stable',
    is_skipped INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, seq)
) WITHOUT ROWID;
CREATE TABLE points (
    series INTEGER NOT NULL REFERENCES series(id),
    seq INTEGER NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0, -- 0 finite, 1 nan, 2 inf, 3 -inf
    PRIMARY KEY (series, seq)
) WITHOUT ROWID;
-- Everything but steps, as JSON.
CREATE TABLE events (
    run INTEGER NOT NULL REFERENCES runs(id),
    seq INTEGER NOT NULL,
    wall_us INTEGER NOT NULL,
    seconds REAL NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, seq)
) WITHOUT ROWID;
CREATE TABLE checkpoints (
    run INTEGER NOT NULL REFERENCES runs(id),
    step INTEGER NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (run, step)
) WITHOUT ROWID;
CREATE TABLE environment (
    run INTEGER NOT NULL REFERENCES runs(id),
    place INTEGER NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (run, place)
) WITHOUT ROWID;
-- From other processes to the one that runs.
CREATE TABLE commands (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs(id),
    kind TEXT NOT NULL,
    value REAL NOT NULL
);
