// The playground: a schedule, and the intervals that it makes; a template, and what it comes to for each of them. All of it is
// computed in the page, by the rooms that the lessons run on.

import { useEffect, useState } from "preact/hooks";
import { address, note } from "./address.ts";
import { Empty } from "./panel.tsx";
import { planSchedule, type PlannedRun, type ScheduleAsked, type SchedulePlan } from "./plan-schedule.ts";
import { previewTemplate, type Preview } from "./preview-template.ts";
import { ticksOf, timeScale } from "./time-scale.ts";
import { useSize } from "./use-size.ts";
import { instantText, tickText } from "./words.ts";

const usual = {
  schedule: "@daily",
  start: "2019-01-01",
  end: "2019-01-05",
  now: "2019-01-04T05:00",
  catchup: "yes",
  zone: "UTC",
  airflow: "2",
  template: "data/events/{{ ds }}.json  until {{ next_ds }}",
} as const;

type Name = keyof typeof usual;

const examples: readonly (readonly [string, string])[] = [
  ["@daily", "every day"],
  ["P3D", "every third day"],
  ["0 6 * * 1-5", "at six, Monday to Friday"],
  ["*/15 * * * *", "every quarter of an hour"],
  ["@monthly", "every month"],
];

export function Playground() {
  const { query } = address.value;
  const given = (name: Name) => query[name] ?? usual[name];
  const set = (name: Name) => (value: string) => note({ [name]: value === usual[name] ? null : value });
  const isReady = useTemporal();
  const asked: ScheduleAsked = {
    schedule: given("schedule"),
    start: given("start"),
    end: given("end"),
    now: given("now"),
    catchup: given("catchup") === "yes",
    timeZone: given("zone"),
    airflow: given("airflow") === "3" ? 3 : 2,
  };
  if (!isReady) return <p class="empty loading">Loading …</p>;
  const plan = planned(asked);
  return (
    <div class="playground">
      <h1>Schedules and templates</h1>
      <p class="lead">
        Type a schedule, and see which intervals it makes, and when each run fires. Type a template, and see
        what it comes to for each of them.
      </p>
      <div class="panel">
        <form class="fields" onSubmit={(event) => event.preventDefault()}>
          <Field label="schedule" value={asked.schedule} onChange={set("schedule")} />
          <Field label="start" value={asked.start} onChange={set("start")} />
          <Field label="end" value={asked.end} onChange={set("end")} />
          <Field label="switched on" value={asked.now} onChange={set("now")} />
          <Field label="time zone" value={asked.timeZone} onChange={set("zone")} />
          <label>
            <span>catch-up</span>
            <select
              value={given("catchup")}
              onChange={({ currentTarget }) => set("catchup")(currentTarget.value)}
            >
              <option value="yes">yes</option>
              <option value="no">no</option>
            </select>
          </label>
          <label>
            <span>as in</span>
            <select
              value={given("airflow")}
              onChange={({ currentTarget }) => set("airflow")(currentTarget.value)}
            >
              <option value="2">Airflow 2</option>
              <option value="3">Airflow 3</option>
            </select>
          </label>
        </form>
        <p class="examples">
          For example:{" "}
          {examples.map(([schedule, words]) => (
            <button key={schedule} type="button" class="quiet" onClick={() => set("schedule")(schedule)}>
              <code>{schedule}</code> {words}
            </button>
          ))}
        </p>
        {typeof plan === "string" ? (
          <p class="error-text" role="alert">
            {plan}
          </p>
        ) : (
          <>
            <p class="in-words" role="status">
              {plan.words}
            </p>
            <Drawn plan={plan} />
          </>
        )}
      </div>
      {typeof plan !== "string" && (
        <Rendered
          plan={plan}
          airflow={asked.airflow}
          template={given("template")}
          onChange={set("template")}
        />
      )}
    </div>
  );
}

/** Older browsers have no Temporal of their own. */
function useTemporal(): boolean {
  const [isReady, setReady] = useState("Temporal" in globalThis);
  useEffect(() => {
    if (!isReady) void import("temporal-polyfill/global").then(() => setReady(true));
  }, []);
  return isReady;
}

/** Or a sentence about what is wrong. */
function planned(asked: ScheduleAsked): SchedulePlan | string {
  try {
    return planSchedule(asked);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Field({ label, value, onChange }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        value={value}
        spellcheck={false}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </label>
  );
}

const rowHeight = 26;
const left = 8;

function Drawn({ plan: { runs, now, hasMore } }: { readonly plan: SchedulePlan }) {
  const [box, width] = useSize<HTMLDivElement>();
  if (runs.length === 0) return <Empty>It makes no run.</Empty>;
  const instants = [
    now,
    ...runs.flatMap(({ start, end, runAfter }) => [start, end, Math.max(runAfter, now)]),
  ];
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  const pad = Math.max(1, (last - first) * 0.03);
  const scale = timeScale(first - pad, last + pad, Math.max(200, width - 2 * left));
  const { step, ticks } = ticksOf(scale);
  const height = runs.length * rowHeight + 30;
  const nowX = left + scale.x(now);
  return (
    <div class="drawn" ref={box}>
      <svg width={scale.width + 2 * left} height={height} role="img" aria-label={sentenceOf(runs, now)}>
        {ticks.map(({ at, x }) => (
          <g key={at} class="axis">
            <path class="grid-line" d={`M${left + x} 22V${height}`} />
            <text x={left + x} y="14" text-anchor="middle">
              {tickText(at, step)}
            </text>
          </g>
        ))}
        <path class="now-mark" d={`M${nowX} 20V${height}`} />
        {runs.map((run, index) => {
          const y = 24 + index * rowHeight + rowHeight / 2;
          const [from, to] = [left + scale.x(run.start), left + scale.x(run.end)];
          const fires = left + scale.x(Math.max(run.runAfter, now));
          return (
            <g key={`${run.start} ${run.runAfter}`}>
              <path class="interval" d={`M${from} ${y - 6}v12M${from} ${y}H${to}M${to} ${y - 6}v12`} />
              {fires > to && <path class="waiting" d={`M${to} ${y}H${fires}`} />}
              <circle class={run.isMadeUp ? "made up" : "made"} cx={fires} cy={y} r="5" />
            </g>
          );
        })}
      </svg>
      <p class="file-by">
        ├─┤ the data interval, ○ its run fires, the line: the DAG is switched on.
        {runs.some(({ isMadeUp }) => isMadeUp) &&
          " ┄ made up for: its time was over when the DAG was switched on."}
        {hasMore && " More would follow."}
      </p>
    </div>
  );
}

function sentenceOf(runs: readonly PlannedRun[], now: number): string {
  return runs
    .map(
      ({ start, end, runAfter }) =>
        `${instantText(start)} to ${instantText(end)} fires at ${instantText(Math.max(runAfter, now))}`,
    )
    .join("; ");
}

interface RenderedProps {
  readonly plan: SchedulePlan;
  readonly airflow: 2 | 3;
  readonly template: string;
  readonly onChange: (template: string) => void;
}

function Rendered({ plan, airflow, template, onChange }: RenderedProps) {
  const { runs, now } = plan;
  const previews = runs.map((run, index) => {
    const length = run.end - run.start;
    const beside = {
      previous: runs[index - 1]?.start ?? run.start - length,
      next: runs[index + 1]?.start ?? run.end,
    };
    return { run, preview: previewTemplate(template, run, beside, airflow) };
  });
  const wrong = previews.find(({ preview }) => preview.error !== null)?.preview;
  return (
    <div class="panel">
      <label class="template-field">
        <span>template</span>
        <textarea
          rows={2}
          spellcheck={false}
          value={template}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </label>
      {wrong?.error && <Slip template={template} preview={wrong} />}
      <div class="table-box" tabIndex={0} role="group" aria-label="What the template comes to">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">data interval</th>
              <th scope="col">fires</th>
              <th scope="col">the template comes to</th>
            </tr>
          </thead>
          <tbody>
            {previews.map(({ run, preview }) => (
              <tr key={`${run.start} ${run.runAfter}`}>
                <td>
                  {run.start === run.end
                    ? instantText(run.start)
                    : `${instantText(run.start)} → ${instantText(run.end)}`}
                </td>
                <td>{instantText(Math.max(run.runAfter, now))}</td>
                <td>
                  <code>{preview.text ?? "—"}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The error, under the letter that is wrong. */
function Slip({ template, preview: { error } }: { readonly template: string; readonly preview: Preview }) {
  if (!error) return null;
  const before = template.slice(0, error.offset ?? 0).split("\n");
  const line = template.split("\n")[before.length - 1] ?? "";
  return (
    <div role="alert" class="slip">
      {error.offset !== null && (
        <pre>
          {line}
          {"\n"}
          <span class="error-text">{`${" ".repeat((before.at(-1) ?? "").length)}▲`}</span>
        </pre>
      )}
      <p class="error-text">{error.message}</p>
    </div>
  );
}
