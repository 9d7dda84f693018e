// One run, or one task in it, as it was at a moment: its dates, what its templates came to, its tries with their logs, and
// what happened to it.

import { memo } from "preact/compat";
import { useState } from "preact/hooks";
import { findTask } from "@daglings/engine/core";
import type { History, RecordedRun, RunVersion, Try } from "../../shared/history.ts";
import type { Inputs, InputsAnswer } from "../../shared/answers.ts";
import { Log } from "./log.tsx";
import { Empty, Loaded } from "./panel.tsx";
import type { Player } from "./player.ts";
import { RunFacts } from "./run-facts.tsx";
import type { Chosen } from "./runs-table.tsx";
import { ask } from "./server.ts";
import { StateBadge } from "./state-icon.tsx";
import { CutNote, listedOf } from "./tries-listed.tsx";
import { useAnswer } from "./use-answer.ts";
import { runName } from "./what-happened.ts";
import { usageText } from "./usage-text.ts";
import { count, instantText, stateText } from "./words.ts";

/** The templates of a whole run are listed up to here: the page stays quick. */
const mostFields = 100;

interface InspectorProps {
  readonly player: Player;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

export function Inspector({ player, chosen, onChoose }: InspectorProps) {
  const { history } = player.recording;
  const now = player.now.value;
  const recorded = chosen.run === null ? undefined : history.runs[chosen.run];
  if (!recorded) {
    return <Empty>Choose a run to see its dates, what its templates came to, its tries and logs.</Empty>;
  }
  const version = history.versionAt(recorded, now.moment);
  if (!version) {
    return (
      <Empty>
        Run {runName(history, recorded.number)} does not exist yet at this moment.{" "}
        <button type="button" onClick={() => player.to(recorded.versions[0]?.moment ?? null)}>
          Go to the moment when it is made
        </button>
      </Empty>
    );
  }
  return (
    <Inspected
      player={player}
      recorded={recorded}
      version={version}
      versionCount={recorded.versions.length}
      taskId={chosen.taskId}
      onChoose={onChoose}
    />
  );
}

interface PartProps {
  readonly player: Player;
  readonly recorded: RecordedRun;
  readonly version: RunVersion;
  readonly taskId: string | null;
}

interface InspectedProps extends PartProps, Pick<InspectorProps, "onChoose"> {
  /** More may be known of what comes after. */
  readonly versionCount: number;
}

/** Drawn again only when something has happened to the run: time is turned back through a thousand others. */
const Inspected = memo(({ player, recorded, version, taskId, onChoose }: InspectedProps) => {
  const { history } = player.recording;
  const { run } = version;
  const instance = taskId === null ? undefined : findTask(run.tasks, taskId);
  return (
    <div class="inspector">
      <div class="inspector-head">
        <h3>
          {taskId !== null && (
            <button
              type="button"
              class="link"
              onClick={() => onChoose({ run: recorded.number, taskId: null })}
            >
              {runName(history, recorded.number)}
            </button>
          )}
          {taskId !== null ? ` › ${taskId}` : runName(history, recorded.number)}
        </h3>
        <StateBadge state={instance?.state ?? run.state} />
      </div>
      {taskId === null && <Dates version={version} />}
      <Templates player={player} recorded={recorded} version={version} taskId={taskId} />
      <Tries player={player} recorded={recorded} version={version} taskId={taskId} onChoose={onChoose} />
      <Audit player={player} recorded={recorded} version={version} taskId={taskId} />
    </div>
  );
});

function Dates({ version: { run } }: { readonly version: RunVersion }) {
  const { dataIntervalStart: from, dataIntervalEnd: to } = run;
  return <RunFacts {...run} interval={run.undated || to <= from ? null : [from, to]} />;
}

function Templates({ player, recorded, version, taskId }: PartProps) {
  const { tasks } = version.run;
  const started = new Set(tasks.ids.filter((id) => (findTask(tasks, id)?.tryNumber ?? 0) > 0));
  const { id } = player.recording;
  const [answer, again] = useAnswer(
    () => ask<InputsAnswer>(`runs/${id}/inputs?run=${recorded.number}`),
    [id, recorded.number],
    [started.size],
  );
  if (started.size === 0) return null;
  return (
    <section aria-label="Templates">
      <h4>Templates</h4>
      <Loaded answer={answer} again={again}>
        {({ inputs }) => {
          const own = inputs.filter(
            (each) => started.has(each.taskId) && (taskId === null || each.taskId === taskId),
          );
          const latest = [...new Map(own.map((each) => [each.taskId, each])).values()];
          const fields = latest.flatMap((each) =>
            each.fields.map((field) => ({ ...field, taskId: each.taskId })),
          );
          return (
            <>
              {fields.length === 0 && <Empty>No field of these tasks is a template.</Empty>}
              {fields.length > mostFields && (
                <p class="cut-note">
                  These are {mostFields} of {count(fields.length, "field")}. Choose a task to see its own.
                </p>
              )}
              {fields.slice(0, mostFields).map((field) => (
                <div key={`${field.taskId} ${field.field}`} class="rendered">
                  <p class="rendered-name">
                    {taskId === null && <span>{field.taskId} · </span>}
                    {field.field}
                  </p>
                  {field.template !== field.rendered && (
                    <pre class="template">
                      <Marked text={dedented(field.template)} />
                    </pre>
                  )}
                  {field.rendered === null ? (
                    <p class="error-text">{field.error}</p>
                  ) : (
                    <pre class="came-to">{dedented(field.rendered)}</pre>
                  )}
                </div>
              ))}
              <Variables inputs={latest[0]} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** Without the empty lines around it, and the spaces that all its lines begin with. */
function dedented(text: string): string {
  const lines = text.replace(/^\s*\n|\s+$/g, "").split("\n");
  const full = lines.filter((line) => line.trim() !== "");
  const depth = Math.min(...full.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(Math.min(depth, line.length))).join("\n");
}

/** What is between the braces is marked. */
function Marked({ text }: { readonly text: string }) {
  const parts = text.split(/(\{\{[^]*?\}\}|\{%[^]*?%\})/);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>;
}

function Variables({ inputs }: { readonly inputs: Inputs | undefined }) {
  if (!inputs) return null;
  const all = Object.entries(inputs.variables).filter(([, text]) => !["", "None", "[]", "{}"].includes(text));
  return (
    <details class="variables">
      <summary>All {all.length} variables</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">variable</th>
            <th scope="col">prints</th>
          </tr>
        </thead>
        <tbody>
          {all.map(([name, text]) => (
            <tr key={name}>
              <th scope="row">
                <code>{`{{ ${name} }}`}</code>
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Tries({
  player,
  recorded,
  version,
  taskId,
  onChoose,
}: PartProps & Pick<InspectorProps, "onChoose">) {
  const { history } = player.recording;
  const ids = taskId === null ? version.run.tasks.ids : [taskId];
  const known = history.triesOf(recorded, version.moment);
  const tries = ids.flatMap((id) => (known.get(id) ?? []).map((one) => ({ ...one, taskId: id })));
  return (
    <section aria-label="Tries">
      <h4>Tries</h4>
      {tries.length === 0 && <Empty>No try has begun yet.</Empty>}
      <CutNote of={tries.length} />
      {tries.length > 0 && (
        <ol class="tries-list">
          {listedOf(tries).map((one) => (
            <OneTry
              key={`${taskId ?? "all"} ${one.taskId} ${one.tryNumber}`}
              history={history}
              recordingId={player.recording.id}
              recorded={recorded}
              one={one}
              withName={taskId === null}
              isOpen={taskId !== null && one === tries.at(-1)}
              onChoose={() => onChoose({ run: recorded.number, taskId: one.taskId })}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

interface OneTryProps {
  readonly history: History;
  readonly recordingId: string;
  readonly recorded: RecordedRun;
  readonly one: Try & { readonly taskId: string };
  readonly withName: boolean;
  readonly isOpen: boolean;
  readonly onChoose: () => void;
}

function OneTry({ history, recordingId, recorded, one, withName, isOpen, onChoose }: OneTryProps) {
  const [isShown, show] = useState(isOpen);
  const end = history.endOf({ run: recorded.number, taskId: one.taskId, tryNumber: one.tryNumber });
  return (
    <li class="try-item">
      <div class="try-line">
        <StateBadge state={one.state} />
        <span class="try-name">
          {withName ? (
            <button type="button" class="link" onClick={onChoose}>
              {one.taskId}
            </button>
          ) : null}
          {withName ? ", " : ""}try {one.tryNumber}
        </span>
        <button type="button" class="quiet" aria-expanded={isShown} onClick={() => show(!isShown)}>
          Log
        </button>
      </div>
      <p class="try-facts">
        {instantText(one.startedAt)}
        {one.pokes.length > 1 && `, ${one.pokes.length} looks`}
        {one.dueAt !== null && `, waits until ${instantText(one.dueAt)}`}
        {end && usageText(end)}
      </p>
      {one.error !== null && <p class="error-text">{one.error}</p>}
      {isShown && (
        <Log
          load={() =>
            ask(
              `runs/${recordingId}/log?run=${recorded.number}&task=${encodeURIComponent(one.taskId)}&try=${one.tryNumber}`,
            )
          }
          about={`${one.taskId}, try ${one.tryNumber}`}
          state={`${recordingId} ${recorded.number} ${one.state} ${one.pokes.length}`}
        />
      )}
    </li>
  );
}

function Audit({ player, recorded, version: { moment }, taskId }: PartProps) {
  const lines = recorded.versions.flatMap((version) => {
    const changes =
      version.moment === recorded.versions[0]?.moment
        ? [{ taskId: null, state: "queued", tryNumber: null, detail: "made" }]
        : version.changes;
    return changes
      .filter((change) => taskId === null || change.taskId === taskId)
      .map((change) => ({ ...change, at: version.at, moment: version.moment }));
  });
  const past = lines.filter((line) => line.moment <= moment).length;
  return (
    <details class="audit">
      <summary>
        What happened: {past} of {lines.length}
      </summary>
      <ol>
        {lines.slice(0, 400).map((line, index) => (
          <li key={index} class={line.moment <= moment ? "" : "future"}>
            <button type="button" class="link" onClick={() => player.to(line.moment)}>
              {instantText(line.at)}
            </button>{" "}
            {line.taskId ?? "the run"}: {stateText(line.state)}
            {(line.tryNumber ?? 0) > 1 ? `, try ${line.tryNumber}` : ""}
            {line.detail === null ? "" : ` (${line.detail})`}
          </li>
        ))}
      </ol>
    </details>
  );
}
