// A lesson's run: what is to run, the time bar, and what the page shows of the chosen moment.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LessonAnswer, RunAnswer } from "../../shared/answers.ts";
import type { Begun } from "../../shared/record.ts";
import { address, note } from "./address.ts";
import { Files } from "./files.tsx";
import { Inspector } from "./inspector.tsx";
import { useShortcuts } from "./keys.ts";
import { Mails } from "./mails.tsx";
import { Empty, Failed, Panel } from "./panel.tsx";
import { Player, speeds, type Speed } from "./player.ts";
import { Recording } from "./recording.ts";
import { RunGraph } from "./run-graph.tsx";
import { RunsTable, type Chosen } from "./runs-table.tsx";
import { ask } from "./server.ts";
import { Since } from "./since.tsx";
import { TimeBar } from "./time-bar.tsx";
import { count, durationText } from "./words.ts";

interface RunViewProps {
  readonly lesson: LessonAnswer;
  readonly isViewer: boolean;
}

export function RunView({ lesson, isViewer }: RunViewProps) {
  const { query } = address.value;
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [speed, setSpeed] = useState<Speed>("at once");
  const id = query["run"] ?? null;
  const player = usePlayer(id);
  const variant = query["variant"] ?? "";
  const executor = query["executor"] ?? "in-process";
  const airflow = query["airflow"] ?? "2";
  const isOwn = variant === "own";

  async function run(): Promise<void> {
    if (isStarting || isViewer) return;
    setTrouble(null);
    setStarting(true);
    try {
      const answer = await ask<RunAnswer>(`lessons/${lesson.name}/runs`, {
        ...(isOwn ? { isOwn } : variant === "" ? {} : { variant }),
        executor,
        airflow: Number(airflow),
      });
      startSpeed = speed;
      note({
        run: answer.id,
        at: null,
        dagrun: null,
        task: null,
        mark: null,
        file: null,
        mail: null,
        dag: null,
      });
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      setStarting(false);
    }
  }

  async function stop(running: string): Promise<void> {
    try {
      await ask(`runs/${running}/stop`, {});
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  }

  useShortcuts({ run: () => void run() });

  const isUnderWay = player !== null && ["connecting", "live"].includes(player.recording.hearing.value);
  const shownVariant = lesson.variants.find(({ name }) => name === variant);
  return (
    <div class="run-view">
      <form
        class="run-form"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <label>
          <span>What</span>
          <select
            value={variant}
            onChange={({ currentTarget: { value } }) => note({ variant: value || null })}
          >
            <option value="">the lesson</option>
            {lesson.ownFile !== null && <option value="own">your version</option>}
            {lesson.variants.length > 0 && (
              <optgroup label="Wrong ways">
                {lesson.variants.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {name}: {title}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        </label>
        <label>
          <span>Executor</span>
          <select value={executor} onChange={({ currentTarget }) => note({ executor: currentTarget.value })}>
            <option value="in-process">in one process</option>
            <option value="subprocess">a process for each try</option>
          </select>
        </label>
        <label>
          <span>As in</span>
          <select value={airflow} onChange={({ currentTarget }) => note({ airflow: currentTarget.value })}>
            <option value="2">Airflow 2</option>
            <option value="3">Airflow 3</option>
          </select>
        </label>
        <label>
          <span>Show it</span>
          <select
            value={String(speed)}
            onChange={({ currentTarget: { value } }) =>
              setSpeed((/^\d/.test(value) ? Number(value) : value) as Speed)
            }
          >
            {speeds.map((each) => (
              <option key={each.words} value={String(each.speed)}>
                {each.words}
              </option>
            ))}
          </select>
        </label>
        <button
          type="submit"
          class="main"
          disabled={isStarting || isViewer}
          title={isViewer ? "This address may only look." : "Key r"}
        >
          {isStarting ? "Starting …" : id === null ? "Run" : "Run again"}
        </button>
        {isUnderWay && !isViewer && id !== null && (
          <button type="button" onClick={() => void stop(id)}>
            Stop
          </button>
        )}
      </form>
      {shownVariant && (
        <p class="variant-note">
          <strong>Wrong on purpose.</strong> {shownVariant.wrong}
        </p>
      )}
      {trouble !== null && <Failed message={trouble} again={() => void run()} />}
      {player === null ? (
        <div class="invitation">
          <p>
            Press <strong>Run</strong>: the lesson runs on a simulated clock, in a second or so. Everything
            else is real. Then drag the time bar to any instant, and the page is as it was then.
          </p>
          <h3>What to look at</h3>
          <ul>
            {lesson.look.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </div>
      ) : (
        <Played key={id} player={player} lesson={lesson} />
      )}
    </div>
  );
}

/** How fast a run that was just started is shown; one that somebody comes back to stands still. */
let startSpeed: Speed | null = null;

function usePlayer(id: string | null): Player<Recording> | null {
  const player = useMemo(() => (id === null ? null : playerAt(id, address.peek().query["at"])), [id]);
  // Before it is drawn: a person who sees it may press, and that counts more than what was chosen before.
  useLayoutEffect(() => {
    if (!player) return;
    const speed = startSpeed;
    startSpeed = null;
    if (speed !== null && speed !== "at once") {
      player.speed.value = speed;
      player.play(0);
    }
    return () => {
      player.pause();
      player.recording.close();
    };
  }, [player]);
  return player;
}

/** It begins at the moment of the address. */
function playerAt(id: string, at: string | undefined): Player<Recording> {
  const player = new Player(new Recording(id));
  player.chosen.value = numberOf(at);
  return player;
}

function Played({ player, lesson }: { readonly player: Player<Recording>; readonly lesson: LessonAnswer }) {
  const { query } = address.value;
  const { recording } = player;
  const { history } = recording;
  const now = player.now.value;
  const hearing = recording.hearing.value;
  const [peek, setPeek] = useState<number | null>(null);
  const chosen: Chosen = { run: numberOf(query["dagrun"]), taskId: query["task"] ?? null };
  const mark = numberOf(query["mark"]);
  const dags = history.begun?.dags ?? [];
  const dagId = query["dag"] ?? dags.at(-1)?.dagId ?? "";
  const dag = dags.find((each) => each.dagId === dagId) ?? dags.at(-1);

  useAddressOfMoment(player);
  useShortcuts({ player });

  if (hearing === "failed") return <Failed message={recording.trouble.value ?? "the run cannot be heard"} />;

  // A run under the mouse is shown without being chosen.
  const shown: Chosen = peek === null || peek === chosen.run ? chosen : { run: peek, taskId: null };
  const latest = history.runs.findLast(
    (run) => run.dagId === dag?.dagId && (run.versions[0]?.moment ?? Infinity) <= now.moment,
  );
  const ofGraph = shown.run === null ? latest : (history.runs[shown.run] ?? latest);
  const graphRun = ofGraph ? (history.versionAt(ofGraph, now.moment)?.run ?? null) : null;
  const { ended } = history;
  const panel = query["panel"] ?? "files";
  const fileCount = history.fileCountAt(now.moment);
  const mailCount = history.mailsAt(now.moment).length;
  return (
    <>
      <TimeBar
        player={player}
        mark={mark}
        onMark={(moment) => note({ mark: moment === null ? null : String(moment) })}
      />
      <p class="run-status" role="status">
        {hearing === "disconnected" && (
          <strong>The classroom does not answer. As soon as it does, the page catches up. </strong>
        )}
        {ended === null
          ? history.length === 0
            ? "The lesson begins …"
            : "The lesson runs …"
          : ended.how === "broken"
            ? ""
            : `${ended.how === "stopped" ? "Stopped" : "Done"} in ${durationText(ended.duration)}: ${count(history.runs.length, "run")}, ${count(history.attempts.length, "try", "tries")}, ${count(history.fileCountAt(Infinity), "file")}, ${count(history.mails.length, "mail")}.`}
      </p>
      {history.begun && <RanOther begun={history.begun} />}
      {ended?.how === "broken" && <Failed message={ended.message ?? "the lesson broke off"} />}
      {ended?.output && (
        <Panel title="What the script has printed">
          <pre class="log" tabIndex={0} role="group" aria-label="Output">
            {ended.output}
          </pre>
        </Panel>
      )}
      {mark !== null && (
        <Panel title="Compared">
          <Since player={player} mark={mark} onChoose={choose} />
        </Panel>
      )}
      {dags.length > 1 && (
        <div class="segments" role="group" aria-label="DAG">
          {dags.map((each) => (
            <button
              key={each.dagId}
              type="button"
              aria-pressed={each.dagId === dag?.dagId}
              onClick={() => note({ dag: each.dagId, dagrun: null, task: null })}
            >
              {each.dagId}
            </button>
          ))}
        </div>
      )}
      <div class={dags.length === 0 ? "workspace plain" : "workspace"}>
        {dag && (
          <Panel
            title="Timeline"
            class="timeline-panel"
            tools={
              <span class="dag-facts">
                <code>{dag.schedule}</code> {dag.timeZone === "UTC" ? "" : dag.timeZone}
              </span>
            }
          >
            <RunsTable player={player} dagId={dag.dagId} chosen={chosen} onChoose={choose} onPeek={setPeek} />
          </Panel>
        )}
        {dag && (
          <Panel title="Graph" class="graph-panel">
            <RunGraph
              plan={graphRun?.plan ?? dag.plan}
              run={graphRun}
              taskId={chosen.taskId}
              onChoose={(taskId) => choose({ run: ofGraph?.number ?? null, taskId })}
            />
          </Panel>
        )}
        {dag && (
          <Panel
            title={peek !== null && peek !== chosen.run ? "Run (pointed at)" : "Run"}
            id="run"
            class="inspector-panel"
          >
            <Inspector player={player} chosen={shown} onChoose={choose} />
          </Panel>
        )}
        <section class="panel left-panel" aria-label="What the run leaves">
          <div class="tabs" role="tablist" aria-label="What the run leaves">
            {(
              [
                ["files", `Files ${fileCount}`],
                ["mails", `Mails ${mailCount}`],
              ] as const
            ).map(([name, words]) => (
              <button
                key={name}
                type="button"
                role="tab"
                id={`tab-${name}`}
                aria-selected={panel === name}
                aria-controls="left-view"
                onClick={() => note({ panel: name === "files" ? null : name })}
              >
                {words}
              </button>
            ))}
          </div>
          <div id="left-view" role="tabpanel" aria-labelledby={`tab-${panel}`}>
            {panel === "mails" ? (
              <Mails player={player} file={query["mail"] ?? null} onChoose={(mail) => note({ mail })} />
            ) : (
              <Files player={player} path={query["file"] ?? null} onChoose={(file) => note({ file })} />
            )}
          </div>
        </section>
      </div>
      {ended !== null && lesson.experiment !== "" && (
        <p class="experiment">
          <strong>Try next:</strong> {lesson.experiment}
        </p>
      )}
      {history.length === 0 && <Empty>Nothing has happened yet.</Empty>}
    </>
  );
}

/** What is chosen above may be something else than what has run. */
function RanOther({ begun }: { readonly begun: Begun }) {
  const { variant = "", executor = "in-process", airflow = "2" } = address.value.query;
  const ran = begun.isOwn ? "own" : (begun.variant ?? "");
  if (ran === variant && begun.executor === executor && String(begun.airflow) === airflow) return null;
  const what = ran === "own" ? "your version" : ran === "" ? "the lesson" : ran;
  const how = begun.executor === "in-process" ? "in one process" : "with a process for each try";
  return (
    <p class="cut-note">
      This is a run of {what}, {how}, as in Airflow {begun.airflow}. Run again to see what is chosen now.
    </p>
  );
}

function choose({ run, taskId }: Chosen): void {
  note({ dagrun: run === null ? null : String(run), task: taskId, log: null });
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

/** Changes that are made at once, within these real milliseconds: browsers let an address change a hundred times in half a minute. */
const atOnce = { times: 10, within: 4000 };

/** At once, for an address that is copied must say what is seen. Only while somebody drags, it waits. */
function useAddressOfMoment(player: Player): void {
  const chosen = player.chosen.value;
  const isPlaying = player.isPlaying.value;
  const written = useRef<readonly number[]>([]);
  useLayoutEffect(() => {
    if (isPlaying) return;
    const write = () => {
      written.current = [...written.current, performance.now()].slice(-atOnce.times);
      note({ at: chosen === null ? null : String(chosen) });
    };
    const before = written.current.at(-atOnce.times) ?? -Infinity;
    if (performance.now() - before > atOnce.within) return write();
    const timer = setTimeout(write, 200);
    return () => clearTimeout(timer);
  }, [chosen, isPlaying]);
}
