// The tables of a store in PostgreSQL, as a list of steps. A step that has been released is never edited: a later version
// adds its own. The tables have the names and columns of the SQLite store.

/** Apart from what other programs have in the same database. */
export const schema = "daglings";

export const migrations: readonly string[] = [
  `
  -- Sorted by the letters' codes, not by the rules of a language, as SQLite does.
  CREATE DOMAIN words AS text COLLATE "C";

  CREATE TABLE dag (
    dag_id   words PRIMARY KEY,
    paused   boolean NOT NULL,
    file     words,
    schedule words NOT NULL,
    plan     json NOT NULL -- which, unlike JSONB, keeps the order of keys
  );

  -- Instants are epoch milliseconds: to_timestamp(logical_date / 1000.0) reads them.
  CREATE TABLE run (
    dag_id              words NOT NULL,
    run_id              words NOT NULL,
    run_type            words NOT NULL,
    logical_date        bigint NOT NULL,
    data_interval_start bigint NOT NULL,
    data_interval_end   bigint NOT NULL,
    conf                json NOT NULL,
    ignores_past        boolean NOT NULL,
    plan_hash           words NOT NULL,
    state               words NOT NULL,
    created_at          bigint NOT NULL,
    started_at          bigint,
    finished_at         bigint,
    undated             boolean NOT NULL,
    asset_events        json NOT NULL,
    PRIMARY KEY (dag_id, run_id)
  );
  CREATE UNIQUE INDEX run_by_date ON run (dag_id, logical_date);
  CREATE INDEX run_by_state ON run (dag_id, state, logical_date);

  CREATE TABLE task_instance (
    dag_id        words NOT NULL,
    run_id        words NOT NULL,
    task_id       words NOT NULL,
    state         words NOT NULL,
    try_number    integer NOT NULL,
    max_tries     integer NOT NULL,
    due_at        bigint,
    started_at    bigint,
    finished_at   bigint,
    first_poke_at bigint,
    pokes         integer NOT NULL,
    skips         json NOT NULL,
    PRIMARY KEY (dag_id, run_id, task_id)
  );

  CREATE TABLE attempt (
    dag_id      words NOT NULL,
    run_id      words NOT NULL,
    task_id     words NOT NULL,
    try_number  integer NOT NULL,
    state       words NOT NULL,
    started_at  bigint NOT NULL,
    finished_at bigint,
    duration    double precision,
    error       words,
    log_file    words,
    report      json, -- how it ended, until its run has taken that in
    usage       json,
    PRIMARY KEY (dag_id, run_id, task_id, try_number)
  );
  CREATE INDEX attempt_open ON attempt (dag_id) WHERE finished_at IS NULL;

  -- An index takes no key of more than some 2,700 bytes: hence its hash.
  CREATE TABLE xcom (
    dag_id  words NOT NULL,
    run_id  words NOT NULL,
    task_id words NOT NULL,
    key     words NOT NULL,
    value   json NOT NULL
  );
  CREATE UNIQUE INDEX xcom_by_key ON xcom (dag_id, run_id, task_id, md5(key));

  -- What attempts have read and written, in the order in which they ended.
  CREATE TABLE trace (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dag_id     words NOT NULL,
    run_id     words NOT NULL,
    task_id    words NOT NULL,
    try_number integer NOT NULL,
    direction  words NOT NULL,
    name       words NOT NULL,
    how        words NOT NULL,
    at         bigint NOT NULL
  );
  CREATE UNIQUE INDEX trace_by_attempt ON trace (dag_id, run_id, task_id, try_number, direction, md5(name));
  CREATE INDEX trace_by_name ON trace (md5(name), direction);

  CREATE TABLE asset_event (
    id         bigint PRIMARY KEY,
    asset      words NOT NULL,
    at         bigint NOT NULL,
    dag_id     words,
    run_id     words,
    task_id    words,
    try_number integer,
    extra      json NOT NULL,
    key        words
  );
  CREATE INDEX asset_event_by_asset ON asset_event (asset, id);
  CREATE UNIQUE INDEX asset_event_by_key ON asset_event (asset, md5(key)) WHERE key IS NOT NULL;

  -- What a DAG has heard of its assets since its last run: the first event of each.
  CREATE TABLE asset_queue (
    dag_id words NOT NULL,
    asset  words NOT NULL,
    id     bigint NOT NULL,
    at     bigint NOT NULL,
    PRIMARY KEY (dag_id, asset)
  );

  -- Only ever added to.
  CREATE TABLE event (
    id         bigint PRIMARY KEY,
    at         bigint NOT NULL,
    dag_id     words NOT NULL,
    run_id     words,
    task_id    words,
    try_number integer,
    state      words NOT NULL,
    detail     words
  );

  CREATE TABLE setting (
    kind   words NOT NULL,
    name   words NOT NULL,
    value  words NOT NULL,
    secret boolean NOT NULL,
    PRIMARY KEY (kind, name)
  );

  CREATE TABLE lease (
    only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    holder     words NOT NULL,
    host       words NOT NULL,
    pid        bigint NOT NULL,
    process    words NOT NULL,
    boot       words NOT NULL,
    renewed_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    address    words,
    -- How far the holder's calendar was ahead of this server's, in milliseconds.
    skew       bigint NOT NULL,
    -- How many commits the holder has made.
    commits    bigint NOT NULL
  );

  CREATE FUNCTION server_time() RETURNS bigint LANGUAGE SQL AS
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint';
  `,
  `
  -- Flows as plain functions (beyond/flow): their runs and calls of tasks.
  CREATE TABLE flow_run (
    flow_run_id   words PRIMARY KEY,
    flow          words NOT NULL,
    file          words,
    deployment    words,
    parent_run_id words,
    parameters    json NOT NULL,
    state_type    words NOT NULL,
    state_name    words NOT NULL,
    message       words,
    history       json NOT NULL,
    result        json,
    tries         integer NOT NULL,
    due_at        bigint,
    scheduled_for bigint,
    created_at    bigint NOT NULL,
    ended_at      bigint,
    log_file      words,
    -- The process that carries it out, so that others can tell whether it still does.
    host          words NOT NULL,
    pid           bigint NOT NULL,
    process       words NOT NULL,
    boot          words NOT NULL
  );
  CREATE INDEX flow_run_by_date ON flow_run (created_at);

  -- The n-th call of a task, or of a flow, in one try of a flow run, in the order in which calls began.
  CREATE TABLE flow_task (
    id           bigint GENERATED ALWAYS AS IDENTITY,
    flow_run_id  words NOT NULL,
    flow_try     integer NOT NULL,
    name         words NOT NULL,
    call         integer NOT NULL,
    hash         words,
    arguments    words NOT NULL,
    upstream     json NOT NULL,
    child_run_id words,
    state_type   words NOT NULL,
    state_name   words NOT NULL,
    message      words,
    history      json NOT NULL,
    tries        integer NOT NULL,
    due_at       bigint,
    result       json,
    error        json,
    PRIMARY KEY (flow_run_id, flow_try, name, call)
  );

  CREATE TABLE flow_cache (
    key        words NOT NULL,
    result     json NOT NULL,
    expires_at bigint
  );
  CREATE UNIQUE INDEX flow_cache_by_key ON flow_cache (md5(key));

  -- Asked for by a process that cannot reach the one that carries the run out.
  CREATE TABLE flow_cancel (
    flow_run_id words PRIMARY KEY,
    asked_at    bigint NOT NULL
  );

  CREATE TABLE flow_deployment (
    flow       words NOT NULL,
    name       words NOT NULL,
    file       words NOT NULL,
    export     words NOT NULL,
    schedule   json NOT NULL,
    parameters json NOT NULL,
    paused     boolean NOT NULL,
    made_at    bigint NOT NULL,
    last_at    bigint,
    last_event bigint,
    PRIMARY KEY (flow, name)
  );
  `,
];
