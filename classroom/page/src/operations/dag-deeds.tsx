// What can be done with a DAG as a whole: pause it, trigger a run, make the runs of a range of dates, or let them run again.

import { useState } from "preact/hooks";
import { address, note } from "../address.ts";
import { ask } from "../server.ts";
import { useNoted } from "../use-noted.ts";
import { count } from "../words.ts";
import { Outcome, useAct, type Act } from "./act.tsx";
import type { Dag, RunWithTasks } from "./answers.ts";
import { livePath } from "./ask-live.ts";
import { setPaused } from "./dag-list.tsx";
import { readObject } from "./json-field.ts";

interface DagDeedsProps {
  readonly dag: Dag;
  readonly isViewer: boolean;
}

const forms = [
  ["trigger", "Trigger a run"],
  ["backfill", "Backfill a range"],
  ["clear", "Clear a range"],
] as const;

export function DagDeeds({ dag, isViewer }: DagDeedsProps) {
  const act = useAct();
  const open = address.value.query["do"];
  const props = { dagId: dag.dagId, act, isViewer };
  return (
    <section class="deeds" aria-label={`What can be done with ${dag.dagId}`}>
      <div class="deed-buttons">
        <button
          type="button"
          disabled={isViewer || act.isUnderWay}
          onClick={() => act.start(() => setPaused(dag.dagId, !dag.paused))}
        >
          {dag.paused ? "Unpause" : "Pause"}
        </button>
        {forms.map(([name, words]) => (
          <button
            key={name}
            type="button"
            aria-expanded={open === name}
            onClick={() => note({ do: open === name ? null : name })}
          >
            {words}
          </button>
        ))}
      </div>
      {open === "trigger" && <Trigger {...props} />}
      {open === "backfill" && <Backfill {...props} />}
      {open === "clear" && <ClearRange {...props} />}
      <Outcome act={act} />
    </section>
  );
}

interface FormProps {
  readonly dagId: string;
  readonly act: Act;
  readonly isViewer: boolean;
}

function Trigger({ dagId, act, isViewer }: FormProps) {
  const [logicalDate, setDate] = useNoted("date");
  const [conf, setConf] = useNoted("conf");
  const trigger = async () => {
    const body = {
      ...(logicalDate.trim() === "" ? {} : { logicalDate: logicalDate.trim() }),
      conf: readObject(conf, "conf"),
    };
    const { run } = await ask<RunWithTasks>(livePath("dags", dagId, "runs"), body);
    note({ dagrun: run.runId, task: null });
    return `Run ${run.runId} is made.`;
  };
  return (
    <form
      class="deed-form"
      onSubmit={(event) => {
        event.preventDefault();
        act.start(trigger);
      }}
    >
      <Field label="logical date" hint="now" value={logicalDate} onInput={setDate} />
      <Field label="conf, as JSON" hint='{"day": "2019-01-02"}' value={conf} onInput={setConf} />
      <button type="submit" class="main" disabled={isViewer || act.isUnderWay}>
        Trigger
      </button>
    </form>
  );
}

function Backfill({ dagId, act, isViewer }: FormProps) {
  const [from, setFrom] = useNoted("from");
  const [to, setTo] = useNoted("to");
  const backfill = async () => {
    const body = { from: from.trim(), ...(to.trim() === "" ? {} : { to: to.trim() }) };
    const { runIds } = await ask<{ runIds: readonly string[] }>(livePath("dags", dagId, "backfill"), body);
    return runIds.length === 0
      ? "Each interval of that range has a run already: clear these runs to make them run again."
      : `${count(runIds.length, "run")} made.`;
  };
  return (
    <form
      class="deed-form"
      onSubmit={(event) => {
        event.preventDefault();
        act.start(backfill);
      }}
    >
      <Field label="from" hint="2019-01-01" value={from} onInput={setFrom} isNeeded />
      <Field label="to" hint="the same" value={to} onInput={setTo} />
      <button type="submit" class="main" disabled={isViewer || act.isUnderWay}>
        Backfill
      </button>
    </form>
  );
}

function ClearRange({ dagId, act, isViewer }: FormProps) {
  const [from, setFrom] = useNoted("from");
  const [to, setTo] = useNoted("to");
  const [onlyFailed, setOnlyFailed] = useState(true);
  const clear = async () => {
    const body = {
      from: from.trim(),
      ...(to.trim() === "" ? {} : { to: to.trim() }),
      onlyFailed,
      downstream: true,
    };
    const { runIds } = await ask<{ runIds: readonly string[] }>(livePath("dags", dagId, "clear"), body);
    return runIds.length === 0
      ? "There was no run to clear in that range."
      : `${count(runIds.length, "run")} cleared.`;
  };
  return (
    <form
      class="deed-form"
      onSubmit={(event) => {
        event.preventDefault();
        act.start(clear);
      }}
    >
      <Field label="from" hint="2019-01-01" value={from} onInput={setFrom} isNeeded />
      <Field label="to" hint="the latest" value={to} onInput={setTo} />
      <label>
        <input
          type="checkbox"
          checked={onlyFailed}
          onChange={({ currentTarget }) => setOnlyFailed(currentTarget.checked)}
        />
        only what has failed
      </label>
      <button type="submit" class="main" disabled={isViewer || act.isUnderWay}>
        Clear
      </button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly isNeeded?: boolean;
}

function Field({ label, hint, value, onInput, isNeeded = false }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        placeholder={hint}
        required={isNeeded}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </label>
  );
}
