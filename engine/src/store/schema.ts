// The tables of the SQLite store, as a list of steps. A step that has been released is never edited: a later version adds
// its own.

export const migrations: readonly string[] = [
  `
  CREATE TABLE dag (
    dag_id   TEXT PRIMARY KEY,
    paused   INTEGER NOT NULL,
    file     TEXT,
    schedule TEXT NOT NULL,
    plan     TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Instants are epoch milliseconds: datetime(logical_date / 1000, 'unixepoch') reads them.
  CREATE TABLE run (
    dag_id              TEXT NOT NULL,
    run_id              TEXT NOT NULL,
    run_type            TEXT NOT NULL,
    logical_date        INTEGER NOT NULL,
    data_interval_start INTEGER NOT NULL,
    data_interval_end   INTEGER NOT NULL,
    conf                TEXT NOT NULL,
    ignores_past        INTEGER NOT NULL,
    plan_hash           TEXT NOT NULL,
    state               TEXT NOT NULL,
    created_at          INTEGER NOT NULL,
    started_at          INTEGER,
    finished_at         INTEGER,
    PRIMARY KEY (dag_id, run_id)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX run_by_date ON run (dag_id, logical_date);
  CREATE INDEX run_by_state ON run (dag_id, state, logical_date);

  CREATE TABLE task_instance (
    dag_id        TEXT NOT NULL,
    run_id        TEXT NOT NULL,
    task_id       TEXT NOT NULL,
    state         TEXT NOT NULL,
    try_number    INTEGER NOT NULL,
    max_tries     INTEGER NOT NULL,
    due_at        INTEGER,
    started_at    INTEGER,
    finished_at   INTEGER,
    first_poke_at INTEGER,
    pokes         INTEGER NOT NULL,
    skips         TEXT NOT NULL,
    PRIMARY KEY (dag_id, run_id, task_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE attempt (
    dag_id      TEXT NOT NULL,
    run_id      TEXT NOT NULL,
    task_id     TEXT NOT NULL,
    try_number  INTEGER NOT NULL,
    state       TEXT NOT NULL,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    duration    REAL,
    error       TEXT,
    log_file    TEXT,
    PRIMARY KEY (dag_id, run_id, task_id, try_number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE xcom (
    dag_id  TEXT NOT NULL,
    run_id  TEXT NOT NULL,
    task_id TEXT NOT NULL,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (dag_id, run_id, task_id, key)
  ) STRICT, WITHOUT ROWID;

  -- Only ever added to.
  CREATE TABLE event (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    dag_id     TEXT NOT NULL,
    run_id     TEXT,
    task_id    TEXT,
    try_number INTEGER,
    state      TEXT NOT NULL,
    detail     TEXT
  ) STRICT;

  CREATE TABLE setting (
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    secret INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lease (
    only_one   INTEGER PRIMARY KEY CHECK (only_one = 1),
    holder     TEXT NOT NULL,
    host       TEXT NOT NULL,
    pid        INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- How an attempt ended, as JSON, from its end until its run has taken that in.
  ALTER TABLE attempt ADD COLUMN report TEXT;
  CREATE INDEX attempt_open ON attempt (dag_id) WHERE finished_at IS NULL;

  -- By these others can tell whether the holder still lives, whatever the calendar says.
  ALTER TABLE lease ADD COLUMN boot TEXT NOT NULL DEFAULT '';
  ALTER TABLE lease ADD COLUMN process TEXT NOT NULL DEFAULT '';
  ALTER TABLE lease ADD COLUMN renewed_at INTEGER NOT NULL DEFAULT 0;

  -- Where the holder's HTTP API is.
  ALTER TABLE lease ADD COLUMN address TEXT;
  `,
  `
  ALTER TABLE run ADD COLUMN undated INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE run ADD COLUMN asset_events TEXT NOT NULL DEFAULT '[]';

  -- Updates of assets; only ever added to.
  CREATE TABLE asset_event (
    id         INTEGER PRIMARY KEY,
    asset      TEXT NOT NULL,
    at         INTEGER NOT NULL,
    dag_id     TEXT,
    run_id     TEXT,
    task_id    TEXT,
    try_number INTEGER,
    extra      TEXT NOT NULL,
    key        TEXT
  ) STRICT;
  CREATE INDEX asset_event_by_asset ON asset_event (asset, id);
  CREATE UNIQUE INDEX asset_event_by_key ON asset_event (asset, key) WHERE key IS NOT NULL;

  -- What a DAG has heard of its assets since its last run: the first event of each.
  CREATE TABLE asset_queue (
    dag_id TEXT NOT NULL,
    asset  TEXT NOT NULL,
    id     INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (dag_id, asset)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What it has used of the machine, as JSON, once it has ended.
  ALTER TABLE attempt ADD COLUMN usage TEXT;
  `,
  `
  -- Flows as plain functions (beyond/flow): their runs and calls of tasks. History, result and the like are JSON.
  CREATE TABLE flow_run (
    flow_run_id    TEXT PRIMARY KEY,
    flow           TEXT NOT NULL,
    file           TEXT,
    deployment     TEXT,
    parent_run_id  TEXT,
    parameters     TEXT NOT NULL,
    state_type     TEXT NOT NULL,
    state_name     TEXT NOT NULL,
    message        TEXT,
    history        TEXT NOT NULL,
    result         TEXT,
    tries          INTEGER NOT NULL,
    due_at         INTEGER,
    scheduled_for  INTEGER,
    created_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    log_file       TEXT,
    -- The process that carries it out, so that others can tell whether it still does.
    host           TEXT NOT NULL,
    pid            INTEGER NOT NULL,
    process        TEXT NOT NULL,
    boot           TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX flow_run_by_date ON flow_run (created_at);

  -- The n-th call of a task, or of a flow, in one try of a flow run. Rows are in the order in which calls began.
  CREATE TABLE flow_task (
    flow_run_id  TEXT NOT NULL,
    flow_try     INTEGER NOT NULL,
    name         TEXT NOT NULL,
    call         INTEGER NOT NULL,
    hash         TEXT,
    arguments    TEXT NOT NULL,
    upstream     TEXT NOT NULL,
    child_run_id TEXT,
    state_type   TEXT NOT NULL,
    state_name   TEXT NOT NULL,
    message      TEXT,
    history      TEXT NOT NULL,
    tries        INTEGER NOT NULL,
    due_at       INTEGER,
    result       TEXT,
    error        TEXT,
    PRIMARY KEY (flow_run_id, flow_try, name, call)
  ) STRICT;

  CREATE TABLE flow_cache (
    key        TEXT PRIMARY KEY,
    result     TEXT NOT NULL,
    expires_at INTEGER
  ) STRICT, WITHOUT ROWID;

  -- Asked for by a process that cannot reach the one that carries the run out.
  CREATE TABLE flow_cancel (
    flow_run_id TEXT PRIMARY KEY,
    asked_at    INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE flow_deployment (
    flow       TEXT NOT NULL,
    name       TEXT NOT NULL,
    file       TEXT NOT NULL,
    export     TEXT NOT NULL,
    schedule   TEXT NOT NULL,
    parameters TEXT NOT NULL,
    paused     INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    last_at    INTEGER,
    last_event INTEGER,
    PRIMARY KEY (flow, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What attempts have read and written. Rows are in the order in which attempts ended.
  CREATE TABLE trace (
    dag_id     TEXT NOT NULL,
    run_id     TEXT NOT NULL,
    task_id    TEXT NOT NULL,
    try_number INTEGER NOT NULL,
    direction  TEXT NOT NULL,
    name       TEXT NOT NULL,
    how        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (dag_id, run_id, task_id, try_number, direction, name)
  ) STRICT;
  CREATE INDEX trace_by_name ON trace (name, direction);

  -- Ends that are on record and not taken in yet have left none.
  UPDATE attempt SET report = json_set(report, '$.traces', json('[]')) WHERE report IS NOT NULL;
  `,
];
