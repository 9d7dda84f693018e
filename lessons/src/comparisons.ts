// What the checks of several lessons compare: runs, requests, files and mails, as short texts.

import type {
  Comparison,
  Observation,
  ObservedDag,
  ObservedEvent,
  ObservedRun,
  ObservedTask,
} from "./check.ts";

/** The DAG that is judged; none if the file could not be loaded. */
export function judgedDag({ dags }: Observation): ObservedDag | undefined {
  return dags.at(-1);
}

export function runsOf(seen: Observation): readonly ObservedRun[] {
  return judgedDag(seen)?.runs ?? [];
}

export function taskOf({ tasks }: ObservedRun, taskId: string): ObservedTask | undefined {
  return tasks.find((task) => task.taskId === taskId);
}

/** `2019-01-02`, from a text such as `2019-01-02T00:00:00Z`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** Does the second task come after the first, directly or with others in between? */
export function comesAfter(dag: ObservedDag, taskId: string, earlier: string): boolean {
  const upstream = dag.tasks.find((task) => task.taskId === taskId)?.upstream ?? [];
  return upstream.some((each) => each === earlier || comesAfter(dag, each, earlier));
}

/** "fetch_events, then calculate_stats" */
export function compareOrder(dag: ObservedDag, taskIds: readonly string[]): Comparison {
  const isInOrder = taskIds.every(
    (taskId, index) =>
      dag.tasks.some((task) => task.taskId === taskId) &&
      (index === 0 || comesAfter(dag, taskId, taskIds[index - 1] ?? "")),
  );
  const actual = dag.tasks.map(({ taskId, upstream }) =>
    upstream.length === 0 ? taskId : `${taskId} after ${upstream.join(" and ")}`,
  );
  const expected = taskIds.map((taskId, index) =>
    index === 0 ? taskId : `${taskId} after ${taskIds[index - 1]}`,
  );
  return {
    what: "the tasks",
    expected: expected.join(", "),
    actual: isInOrder ? expected.join(", ") : actual.join(", ") || "no tasks",
  };
}

/** The scheduled runs by their data intervals, one a line: "2019-01-01 → 2019-01-02". */
export function compareIntervals(
  seen: Observation,
  intervals: readonly (readonly [string, string])[],
): Comparison {
  const actual = runsOf(seen)
    .filter(({ runType }) => runType === "scheduled")
    .map(({ dataIntervalStart, dataIntervalEnd }) => intervalText(dataIntervalStart, dataIntervalEnd));
  return {
    what: "the runs, by their data intervals",
    expected: intervals.map(([start, end]) => `${start} → ${end}`).join("\n"),
    actual: actual.join("\n") || "no scheduled runs",
  };
}

/**
 * The runs, and what the timetable would bring from 1 January on, all year, if the DAG had no end date: days that are
 * listed one by one, or counted again each month, look right over any short time.
 */
export function compareSchedule(
  seen: Observation,
  { first, last, step }: { readonly first: number; readonly last: number; readonly step: number },
): Comparison[] {
  const from = new Temporal.PlainDate(2019, 1, 1);
  const expected = Array.from({ length: Math.floor(364 / step) }, (_, index) => {
    const start = from.add({ days: index * step });
    return `${start.toString()} → ${start.add({ days: step }).toString()}`;
  });
  const actual = (judgedDag(seen)?.intervals ?? []).map((each) => intervalText(...each));
  const differing = expected.findIndex((text, index) => text !== actual[index]);
  const rule = `every ${step === 1 ? "day" : `${step} days`}, all year`;
  return [
    compareIntervals(seen, januaryIntervals(first, last, step)),
    {
      what: "the schedule by itself, as if the DAG had no end date",
      expected: differing === -1 ? rule : (expected[differing] ?? ""),
      actual: differing === -1 ? rule : (actual[differing] ?? "no more intervals"),
    },
  ];
}

/** No answer was whole: if a file has this name, it has half an answer, or had one until it was removed. */
export function compareNever({ files, exposed }: Observation, path: string): Comparison {
  const text = files[path];
  const passing = exposed.includes(path) ? "a file was there for a while" : "no such file";
  const actual = text === undefined ? passing : `a part of an answer: ${beginningOf(text)}`;
  return { what: path, expected: "no such file", actual };
}

function intervalText(start: string, end: string): string {
  const isOfDays = [start, end].every((text) => text.endsWith("T00:00:00Z"));
  return isOfDays ? `${dayOf(start)} → ${dayOf(end)}` : `${start} → ${end}`;
}

/** Intervals from one day of January 2019 to another, in steps of this many days. */
export function januaryIntervals(first: number, last: number, step: number): (readonly [string, string])[] {
  const day = (number: number) => Temporal.PlainDate.from({ year: 2019, month: 1, day: number }).toString();
  const intervals: (readonly [string, string])[] = [];
  for (let start = first; start <= last; start += step) intervals.push([day(start), day(start + step)]);
  return intervals;
}

/** Each run by itself, with what went wrong in it. */
export function compareSuccess(seen: Observation): Comparison[] {
  return runsOf(seen).map((run) => ({
    what: `run ${dayOf(run.logicalDate)}`,
    expected: "success",
    actual: run.state === "success" ? "success" : [run.state, ...run.tasks.flatMap(troubleOf)].join("\n"),
  }));
}

function troubleOf({ taskId, state, error }: ObservedTask): string[] {
  if (state === "success") return [];
  return [`${taskId} ${state}${error === null ? "" : `: ${error}`}`];
}

/** How often each task was really started. */
export function compareStarts(run: ObservedRun, times: Readonly<Record<string, number>>): Comparison {
  const describeCounts = (timesOf: (taskId: string) => number) =>
    Object.keys(times)
      .map((taskId) => `${taskId} ${timesOf(taskId)}`)
      .join(", ");
  return {
    what: `run ${dayOf(run.logicalDate)}, how often each task was started`,
    expected: describeCounts((taskId) => times[taskId] ?? 0),
    actual: describeCounts((taskId) => taskOf(run, taskId)?.attempts ?? 0),
  };
}

/** How long after its first try a task was tried for the second time, by the simulated clock. */
export function comparePause(run: ObservedRun, taskId: string, seconds: number): Comparison {
  const [first, second] = taskOf(run, taskId)?.times ?? [];
  const pause = first && second && Temporal.Instant.from(first.start).until(second.start).total("seconds");
  return {
    what: `run ${dayOf(run.logicalDate)}, how long after its first try ${taskId} was tried again`,
    expected: `${seconds} s`,
    actual: pause === undefined ? "never" : `${pause} s`,
  };
}

/** What a run must ask the events API for: its own data interval. */
export function queryOf({ dataIntervalStart, dataIntervalEnd }: ObservedRun): string {
  return `start_date=${dayOf(dataIntervalStart)}&end_date=${dayOf(dataIntervalEnd)}`;
}

/** What the API was asked for, each query once, one a line. Requests about its health do not count. */
export function compareQueries({ requests }: Observation, expected: readonly string[]): Comparison {
  const asked = requests.filter(({ path }) => path.startsWith("/events")).map(({ path }) => queryText(path));
  return {
    what: "what the events API was asked for",
    expected: linesOf(expected),
    actual: linesOf(asked) || "nothing",
  };
}

/** In one form, however it was written: dates in this order, and decoded. */
export function queryText(path: string): string {
  const searchParams = new URLSearchParams(path.includes("?") ? path.slice(path.indexOf("?")) : "");
  const parts = ["start_date", "end_date"].flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [`${name}=${value}`];
  });
  return parts.join("&") || "all events (no dates)";
}

function linesOf(texts: readonly string[]): string {
  return [...new Set(texts)].toSorted().join("\n");
}

/** The events in a file, which must be exactly these. */
export function compareEvents(
  { files }: Pick<Observation, "files">,
  path: string,
  events: readonly ObservedEvent[],
): Comparison {
  const text = files[path];
  const found = text === undefined ? null : parseEvents(text);
  const isSame =
    found !== null && JSON.stringify(found.map(eventText)) === JSON.stringify(events.map(eventText));
  const expected = describeEvents(events);
  const actual = found === null ? describeOther(text, files) : describeEvents(found);
  return {
    what: path,
    expected,
    actual: isSame ? expected : actual === expected ? `${actual}, but not the same ones` : actual,
  };
}

function parseEvents(text: string): ObservedEvent[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isObject) ? (value as ObservedEvent[]) : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Whatever the order of its keys. */
function eventText({ date, user, event_type, value }: ObservedEvent): string {
  return JSON.stringify([date, user, event_type, value]);
}

function describeEvents(events: readonly Partial<ObservedEvent>[]): string {
  const days = events.map(({ date }) => date ?? "no date").toSorted();
  const [first = ""] = days;
  const last = days.at(-1) ?? "";
  if (events.length === 0) return "no events";
  return `${events.length} events ${first === last ? `of ${first}` : `from ${first} to ${last}`}`;
}

function describeOther(text: string | undefined, files: Observation["files"]): string {
  if (text === undefined) return noFile(files);
  return text === "" ? "an empty file" : `no list of events, but ${beginningOf(text)}`;
}

function beginningOf(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 60);
}

function noFile(files: Observation["files"]): string {
  const names = Object.keys(files);
  const some = names.slice(0, 4).join(", ");
  const rest = names.length > 4 ? `, and ${names.length - 4} more` : "";
  return names.length === 0
    ? "no such file; there are none at all"
    : `no such file; there are ${some}${rest}`;
}

/** As pandas writes groupby(["date", "user"]).size(). The events have plain names: nothing needs quotes. */
export function statsOf(events: readonly ObservedEvent[]): string {
  const counts = new Map<string, number>();
  for (const { date, user } of events) {
    const key = `${date},${user}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].map(([key, number]) => `${key},${number}`).toSorted();
  return ["date,user,0", ...rows].map((row) => `${row}\n`).join("");
}

export function compareStats(
  { files }: Pick<Observation, "files">,
  path: string,
  events: readonly ObservedEvent[],
): Comparison {
  return { what: path, expected: statsOf(events), actual: files[path] ?? noFile(files) };
}

/** The statistics of the events that are in the file beside it. */
export function compareStatsWith({ files }: Observation, path: string, eventsPath: string): Comparison {
  const events = parseEvents(files[eventsPath] ?? "");
  if (events) return compareStats({ files }, path, events);
  return { what: eventsPath, expected: "a list of events", actual: describeOther(files[eventsPath], files) };
}

/** The events of a run's own data interval. */
export function eventsOf({ eventsBetween }: Observation, run: ObservedRun): readonly ObservedEvent[] {
  return eventsBetween(dayOf(run.dataIntervalStart), dayOf(run.dataIntervalEnd));
}

/** Every file that was there must still be there, the same to the letter, and no other. */
export function compareTrees({ before, files }: Observation): Comparison[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(files)])].toSorted();
  return paths.map((path) => ({
    what: path,
    expected: before[path] ?? "no such file",
    actual: files[path] ?? "no such file",
  }));
}

/** Every file below data/ that was there must be as it was. */
export function compareData(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Comparison[] {
  const paths = Object.keys(before).filter((path) => path.startsWith("data/"));
  return paths.map((path) => {
    const differing = differenceIn(before[path] ?? "", after[path]);
    const same = `${(before[path] ?? "").split("\n").length - 1} lines, as they were`;
    return { what: path, expected: same, actual: differing ?? same };
  });
}

function differenceIn(before: string, after: string | undefined): string | null {
  if (after === undefined) return "no file";
  if (before === after) return null;
  const [old, now] = [before.split("\n"), after.split("\n")];
  const number = now.findIndex((line, index) => line !== old[index]);
  if (number === -1) return `${now.length - 1} lines: those from line ${now.length} on are gone`;
  return `${now.length - 1} lines; line ${number + 1} is ${JSON.stringify(now[number])}`;
}

/** The words of each line of a mail, be it a table, CSV or HTML. */
export function linesOfMail(text: string): string[][] {
  return text
    .split(/\n|<\/tr>/)
    .map((line) =>
      line
        .replaceAll(/<[^>]*>/g, " ")
        .split(/[\s,;|]+/)
        .filter(Boolean),
    )
    .filter((words) => words.length > 0);
}
